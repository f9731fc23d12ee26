//! Floor 0: the plain types that the rooms share. No I/O but the machine's clock, no SQL, no terminal;
//! every word here is a word of spec section 1.

mod bare_phones;
mod blank;
mod cancel;
mod change;
mod change_summary;
mod clock;
mod contact;
mod contact_name;
mod decimal_mark;
mod edited_fields;
mod email_key;
mod escape;
mod event;
mod evidence;
mod field;
mod fold;
mod formula;
mod full_name;
mod garbled;
mod header_line;
mod hidden;
mod identifier;
mod identity;
mod import_record;
mod issue;
mod json;
mod list_options;
mod mapping;
mod matches;
mod misfit;
mod missing_field;
mod month;
mod near_miss;
mod note;
mod notification;
mod one_or_several;
mod outcome;
mod purpose;
mod quantity;
mod recipe;
mod row_issues;
mod sanitize;
mod selection;
mod shell;
mod since;
mod tags;
mod value_order;
mod wrapping;
mod zone;

pub use bare_phones::BarePhones;
pub use blank::{is_blank, is_invisible, is_space};
pub use cancel::{Cancel, Interrupted, join_or_resume_panic};
pub use change::{Action, Addition, CellInput, FieldChange, PlannedRow, Update};
pub use change_summary::{ChangeSummary, TagChangeCount};
pub use clock::{
    Clock, FixedClock, SystemClock, Timestamp, Uptime, days_after, format_local, format_local_with_zone, format_utc,
    local_day,
};
pub use contact::{Contact, ContactId};
pub use contact_name::ContactName;
pub use decimal_mark::DecimalMark;
pub use edited_fields::EditedFields;
pub use email_key::{ascii_domain, email_key, other_cases};
pub use escape::{escape_bytes, has_escaped_byte, to_hex};
pub use event::{Event, NoObserver, Observer, ObserverPair, Phase};
pub use evidence::{ColumnStats, SEPARATORS, ValueClass};
pub use field::{Field, FieldId, FieldKind, Fields};
pub use fold::{composed, folded, is_combining, is_same_text, without_accents};
pub use formula::{guard_formula, unguard_formula, unguard_formula_bytes};
pub use full_name::{NameOrder, NameOrderError, NamePart};
pub use garbled::{Garbled, is_garbled_form};
pub use header_line::HeaderLine;
pub use hidden::{hidden_character, name_key};
pub use identifier::{Few, Identifier, Identifiers, Key, PackedPhone, RowKeys};
pub use identity::WorkspaceIdentity;
pub use import_record::{AddedOptions, CreatedField, FileDigest, ImportOptions, MappedColumn};
pub use issue::{Diagnostic, Issue, IssueCode, Severity};
pub use json::{json_text, to_json, to_json_pretty};
pub use list_options::{CHOICE_SEPARATOR, ListOptions, split_choices};
pub use mapping::{CellFormat, Column, Mapping, Overwrite, Slot, SlotSource, Target};
pub use matches::{Matched, Matches};
pub use misfit::Misfit;
pub use missing_field::{COLUMN_VANISHED, COLUMNS_CLAIM, MissingField};
pub use month::Month;
pub use near_miss::{NearMiss, NearMissReason};
pub use note::{Note, NoteLevel};
pub use notification::{Notification, NotificationStatus};
pub use outcome::{Counts, RowStatus};
pub use purpose::Purpose;
pub use quantity::{ByteSize, Threshold, counted, delimiter_name, format_share, format_thousands, plural};
pub use recipe::{ColumnChoice, Constant, ImportTag, OverwritePolicy, ParseSettings, Recipe};
pub use row_issues::{FurtherIssues, MAX_ISSUES, RowIssues};
pub use sanitize::{file_name, is_unsafe_for_terminal, sanitize, sanitize_lines, short_path, shown_path};
pub use selection::{Condition, Listing, Relation, Selection, Since, SortKey, Test};
pub use shell::{quote, shell_argument};
pub use since::moment_of;
pub use tags::{
    CELL_SEPARATORS, TagInterner, TagRef, TagRefs, join_tags, join_tags_by, join_tags_with, split_tag_cell, split_tags,
};
pub use value_order::ValueOrder;
pub use wrapping::{Unwrapped, Wrapping, begins_plainly, is_text_marker, unwrap_cell, unwrap_formula};
pub use zone::{begin_of_local_day, check_time_zone, in_local_zone, time_zone_trouble};

/// A cell's text or a field's value: up to 24 bytes without an allocation, which most names, numbers and codes fit.
pub type Text = compact_str::CompactString;
