//! Floor 2: the workspace, one SQLite file. The only room that knows SQL.
//!
//! ```text
//!   file ──▶ Workspace ──┬──▶ Snapshot ──▶ Finder, lists, history, results     reads one state, whatever others write
//!   (recognised before   │
//!    SQLite touches it)  └──▶ Change ────▶ ContactWriter, journal, history     one transaction, all or nothing
//!                        └──▶ JobLock                                          one import at a time, seen by others
//! ```
//!
//! WAL with `synchronous=FULL`: a commit is on disk when it returns. Writes begin with `BEGIN IMMEDIATE`, because a
//! deferred transaction that turns into a write fails at once when somebody else wrote, whatever the busy timeout.

mod ahead;
mod blame;
mod bulk;
mod checkup;
mod contacts;
mod copies;
mod created_fields;
mod draft;
mod duplicates;
mod entries;
mod error;
mod fields;
mod file;
mod finder;
mod functions;
mod gathered;
mod history;
mod indexes;
mod journal;
mod lock;
mod lookup;
mod mappings;
mod migrations;
mod notifications;
mod outputs;
mod reading;
mod results;
mod schema;
mod settings;
mod spool;
mod sweep;
mod tag_changes;
mod tags;
mod touches;
mod transaction;
mod undo;
mod writer;

#[cfg(test)]
mod tests;

pub use blame::{Blame, FieldBlame, Origin, Removal, TagBlame};
pub use checkup::{Beside, BesideKind, Disk, DiskKind, Extent, files_beside, sqlite_version};
pub use contacts::{ContactFilter, ContactRecord};
pub use copies::{Copied, newest_copy};
pub use duplicates::Person;
pub use entries::EntryKind;
pub use error::WorkspaceError;
pub use file::Workspace;
pub use finder::{Finder, Hits};
pub use history::{ImportEntry, ImportRecord, NewImport};
pub use journal::{Changed, Entry, EntryChange, EntryFilter};
pub use lock::{JobLock, JobProgress, JobReporter, LockState, Patience, RunningJob};
pub use lookup::{Lookup, Matched};
pub use mappings::{Renaming, StoredMapping};
pub use migrations::SCHEMA_VERSION;
pub use notifications::StoredNotification;
pub use reading::Reading;
pub use results::{PackedResults, ResultChunks};
pub use settings::KeptSetting;
pub use tag_changes::TagUse;
pub use tags::TagTable;
pub use touches::Touch;
pub use transaction::{Change, Snapshot};
pub use undo::{Kept, KeptWhat, UndoRefusal, UndoReport};
pub use writer::{ContactWriter, EmailKey};
