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

mod additions;
mod backups;
mod blame;
mod bulk;
mod bulk_lookup;
mod changes_since;
mod cleanup;
mod contact_database;
mod contact_entries;
mod contacts;
mod count_scope;
mod created_fields;
mod dated_copies;
mod duplicates;
mod edited_fields;
mod entries;
mod error;
mod exports;
mod field_row;
mod fields;
mod file;
mod finder;
mod forget;
mod functions;
mod header;
mod history;
mod identifiers;
mod indexes;
mod integrity;
mod journal;
mod kept_copies;
mod lock;
mod lookup;
mod mappings;
mod merged_identifiers;
mod migrations;
mod notification_spool;
mod notifications;
mod output_files;
mod prune;
mod reading;
mod removal;
mod results;
mod schema;
mod selected;
mod selection;
mod settings;
mod source_contacts;
mod sources;
mod staging_file;
mod stats;
mod suppressed_contacts;
mod suppression_key;
mod suppression_set;
mod suppressions;
mod tag_changes;
mod tags;
mod transaction;
mod undo;
mod update_sorter;
mod value_search;
mod value_writer;
mod views;
mod writer;

#[cfg(test)]
mod tests;

pub use backups::BackupResult;
pub use blame::{Blame, FieldBlame, Origin, Removal, TagBlame};
pub use changes_since::{ChangesQuery, ChangesSince, TouchedContact};
pub use cleanup::{Cleanup, CleanupObstacle};
pub use contact_database::ContactDatabase;
pub use contact_entries::EntryRef;
pub use contacts::ContactRecord;
pub use count_scope::CountScope;
pub use dated_copies::DatedBackup;
pub use duplicates::ContactKeys;
pub use entries::EntryKind;
pub use error::WorkspaceError;
pub use exports::ToldChanges;
pub use file::Workspace;
pub use finder::Finder;
pub use forget::{ForgetCounts, KeptText};
pub use history::{FilesOfImports, ImportEntry, ImportRecord, NewImport};
pub use integrity::{Disk, DiskKind, FreePages, SideFile, SideFileKind, Statistics, side_files, sqlite_version};
pub use journal::{Changed, Entry, EntryChange, EntryFilter, VisitContact};
pub use kept_copies::{copies_of, copies_of_missing, copy_of_version, has_copies, newest_copy};
pub use lock::{JobLock, JobProgress, JobReporter, LockHolder, LockState, LockTimeout};
pub use lookup::{LoadScope, Lookup};
pub use mappings::{RenameResult, StoredMapping};
pub use migrations::SCHEMA_VERSION;
pub use notifications::StoredNotification;
pub use prune::{PruneCounts, PrunedEntry};
pub use reading::Reading;
pub use results::{CompressedRows, ResultChunks, RewriteRows};
pub use settings::KeptSetting;
pub use source_contacts::SourceChanges;
pub use sources::StoredSource;
pub use stats::{EntryCounts, SharedValues};
pub use suppression_key::SuppressionHasher;
pub use suppression_set::SuppressionSet;
pub use suppressions::{NewSuppression, SUPPRESSIONS_SETTING, StoredSuppression, SuppressionForm, SuppressionRevert};
pub use tag_changes::TagUse;
pub use tags::TagIds;
pub use transaction::{Snapshot, WriteTransaction};
pub use undo::{Conflict, ConflictItem, UndoRefusal, UndoReport};
pub use writer::ContactWriter;
