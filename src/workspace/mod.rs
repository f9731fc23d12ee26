//! Floor 2: the workspace, one SQLite file. The only room that knows SQL.
//!
//! ```text
//!   file ──▶ Workspace ──┬──▶ Snapshot ──────────▶ Finder, lists, history, results   one state, whatever others write
//!   (recognised before   ├──▶ WriteTransaction ──▶ ContactWriter, journal, history   one transaction, all or nothing
//!    SQLite touches it)  └──▶ JobLock                                               one import at a time, seen by all
//! ```
//!
//! WAL with `synchronous=FULL`: a commit is on disk when it returns. Writes begin with `BEGIN IMMEDIATE`, because a
//! deferred transaction that turns into a write fails at once if another process wrote, whatever the busy timeout.
//!
//! | folder | what is done there |
//! |---|---|
//! | `file` | the file: created, recognised, opened, locked, cleaned up |
//! | `schema` | its tables, views and functions, and their migrations |
//! | `copies` | backups, copies kept before a migration, contacts as a plain database |
//! | `integrity` | its health, for `doctor` |
//! | `fields` | contact fields, identifiers and tags |
//! | `contacts` | contacts read: found, looked up, selected, listed, counted |
//! | `writing` | planned rows written, with their journal |
//! | `changes` | what people change: edits, merges, tags, forgetting |
//! | `history` | entries, their journal, what they left and what is pruned |
//! | `undo` | undo and redo of entries, in any order |
//! | `sources` | the systems whose lists come again, and whom they held |
//! | `suppressions` | people who want to be left alone |
//! | `notifications` | how imports ended, kept here or spooled |
//!
//! Every folder works on a [`Snapshot`] or a [`WriteTransaction`] (`transaction`) and reads values by `columns`.

mod changes;
mod columns;
mod contacts;
mod copies;
mod count_scope;
mod error;
mod fields;
mod file;
mod history;
mod integrity;
mod mappings;
mod notifications;
mod schema;
mod settings;
mod sources;
mod suppressions;
mod transaction;
mod undo;
mod writing;

#[cfg(test)]
mod tests;

pub use changes::{ForgetCounts, KeptText, TagUse};
pub use contacts::{
    ContactKeys, ContactRecord, EntryCounts, Finder, LoadScope, Lookup, SharedAddresses, SharedKeys, SharedValues,
};
pub use copies::{
    BackupResult, ContactDatabase, DatedBackup, copies_of, copies_of_missing, copy_of_version, has_copies, newest_copy,
};
pub use count_scope::CountScope;
pub use error::WorkspaceError;
pub use fields::TagIds;
pub use file::{
    Cleanup, CleanupObstacle, Disk, DiskKind, JobLock, JobProgress, JobReporter, LockHolder, LockState, LockTimeout,
    Reading, Workspace, WorkspaceOwner, leftover_logs,
};
pub use history::{
    Blame, Changed, ChangedContact, ChangesQuery, ChangesSince, CompressedRows, Entry, EntryChange, EntryFilter,
    EntryKind, EntryRef, FieldBlame, FilesOfImports, ImportEntry, ImportRecord, NewImport, Origin, PruneCounts,
    PrunedEntry, Removal, ResultChunks, RewriteRows, TagBlame, ToldChanges, VisitContact,
};
pub use integrity::{FreePages, Statistics, WorkspaceFile, WorkspaceFileKind, sqlite_version, workspace_files};
pub use mappings::{RenameResult, StoredMapping};
pub use notifications::StoredNotification;
pub use schema::SCHEMA_VERSION;
pub use settings::KeptSetting;
pub use sources::{SourceChanges, StoredSource};
pub use suppressions::{
    NewSuppression, SUPPRESSIONS_SETTING, StoredSuppression, SuppressionForm, SuppressionHasher, SuppressionRevert,
    SuppressionSet,
};
pub use transaction::{Snapshot, WriteTransaction};
pub use undo::{Conflict, ConflictItem, UndoRefusal, UndoReport};
pub use writing::ContactWriter;
