//! The history: what each entry did, and what is kept of it.
//!
//! | file | what |
//! |---|---|
//! | `entries` | the kinds of entries, and the beginning of those that are neither an import nor an undo |
//! | `imports` | entries of imports: what they began with and did, and which still owe their files |
//! | `journal` | all entries as a list, and what each changed |
//! | `journal_access` | the rows of some contacts in it, searched for or by a scan |
//! | `contact_entries` | the entries that touched one contact |
//! | `blame` | the entry that each value and tag of a contact comes from |
//! | `edited_fields` | what people changed, and imports did not since |
//! | `changes_since` | what became of contacts since an entry |
//! | `exports` | which entry an export of changes has told last |
//! | `results`, `output_files` | rows of results files, and digests of the files that were written |
//! | `prune` | what old entries changed is dropped |

mod blame;
mod changes_since;
mod contact_entries;
mod edited_fields;
mod entries;
mod exports;
mod imports;
mod journal;
mod journal_access;
mod output_files;
mod prune;
mod results;

pub use blame::{Blame, FieldBlame, Origin, Removal, TagBlame};
pub use changes_since::{ChangedContact, ChangesQuery, ChangesSince};
pub use contact_entries::EntryRef;
pub use entries::EntryKind;
pub use exports::ToldChanges;
pub use imports::{FilesOfImports, ImportEntry, ImportRecord, NewImport};
pub use journal::{Changed, Entry, EntryChange, EntryFilter, VisitContact};
pub(super) use journal_access::JournalAccess;
pub use prune::{PruneCounts, PrunedEntry};
pub use results::{CompressedRows, ResultChunks, RewriteRows};
