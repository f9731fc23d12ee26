//! Floor 0: the plain types that the rooms share. No I/O but the machine's clock and time zone, no SQL, no terminal;
//! the words of spec section 1 mean here what they mean there.
//!
//! | folder | what is there |
//! |---|---|
//! | `text` | texts: compared, made safe to show, freed from wrappings |
//! | `time` | the clock, the time zone, days, months and ages |
//! | `fields` | contact fields, identifiers, tags |
//! | `contacts` | contacts, and which of them are meant |
//! | `columns` | columns of a source: what they show, how their cells are read, notes |
//! | `import` | the instructions for an import: purpose, mapping, recipe, guards |
//! | `outcome` | results of its rows: matches, changes, statuses, issues |
//!
//! A folder uses those above it.

mod cancel;
mod columns;
mod contacts;
mod event;
mod fields;
mod identity;
mod import;
mod outcome;
mod quantity;
mod text;
mod time;

pub use cancel::{Cancel, Interrupted, join_or_resume_panic};
pub use columns::{
    BarePhones, COLUMN_VANISHED, COLUMNS_CLAIM, ColumnStats, DecimalMark, HeaderLine, LIKELY_KIND_PERCENT, Labels,
    LeftOutReason, MissingField, Note, NoteLevel, SEPARATORS, ValueClass,
};
pub use contacts::{
    ChangeSummary, Condition, Contact, ContactId, ContactName, ContactSet, EditedFields, Listing, Relation, Selection,
    Since, SortKey, SourceSelection, SuppressedValue, SuppressibleField, SuppressionKind, TagChangeCount, Test,
    domains_of,
};
pub use event::{Event, NoObserver, Observer, ObserverPair, Phase};
pub use fields::{
    CELL_SEPARATORS, CHOICE_SEPARATOR, Few, Field, FieldId, FieldKind, Fields, Identifier, Identifiers, Key,
    KnownField, KnownFields, ListOptions, NameOrder, NameOrderError, NamePart, OWN_COLUMN_SUFFIX, PackedPhone, RowKeys,
    TagInterner, TagRef, TagRefs, Target, ValueOrder, ascii_domain, email_key, join_tags, join_tags_by, join_tags_with,
    other_cases, split_choices, split_tag_cell, split_tags,
};
pub use identity::{APPLICATION_ID, WorkspaceIdentity};
pub use import::{
    AddedOptions, CellFormat, Column, ColumnChoice, Constant, CreatedField, FieldDefinition, FileDigest, Guards,
    ImportOptions, ImportTag, JobSettings, MAX_MISSING, MappedColumn, Mapping, MissingAction, MissingCounts,
    OutputKind, Overwrite, OverwritePolicy, ParseSettings, Purpose, Recipe, SOURCE_PART, Slot, SlotSource, SourceRule,
    source_name,
};
pub use outcome::{
    Action, Addition, CellInput, ContactChange, Counts, Diagnostic, FieldChange, FurtherIssues, Garbled, Issue,
    IssueCode, MAX_ISSUES, Matched, Matches, Misfit, NearMiss, NearMissReason, Notification, NotificationStatus,
    PlannedRow, RowIssues, RowStatus, Severity, Update, is_garbled_form,
};
pub use quantity::{ByteSize, Threshold, counted, counted_of, delimiter_name, format_share, format_thousands, plural};
pub use text::{
    MAX_QUOTED_CHARS, Unwrapped, Wrapping, are_all_behind_apostrophes, begins_plainly, composed, escape_bytes, excerpt,
    file_name, folded, guard_formula, has_escaped_byte, hidden_character, is_blank, is_combining, is_invisible,
    is_same_text, is_space, is_text_marker, is_unsafe_for_terminal, json_text, mask_quoted, name_key, quote, sanitize,
    sanitize_lines, shell_argument, shell_option, short_path, shown_path, to_hex, to_json, to_json_pretty,
    unguard_formula, unguard_formula_bytes, unwrap_cell, unwrap_formula, without_accents,
};
pub use time::{
    Age, Clock, FixedClock, Month, SystemClock, Timestamp, Uptime, begin_of_local_day, check_time_zone, days_after,
    format_local, format_local_with_zone, format_utc, in_local_zone, local_day, local_day_after, local_file_stamp,
    moment_of, time_zone_trouble,
};

/// A cell's text or a field's value: up to 24 bytes without an allocation, which most names, numbers and codes fit.
pub type Text = compact_str::CompactString;
