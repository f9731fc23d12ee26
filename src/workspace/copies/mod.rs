//! Copies of a workspace: backups, those kept before a migration, and its contacts as a plain database.
//!
//! | file | what |
//! |---|---|
//! | `backups` | verified copies |
//! | `dated` | backups under names that are used again, and a folder that keeps the newest ones |
//! | `kept` | names of the copies in the folder of a workspace, and the newest undamaged one |
//! | `contact_database` | contacts alone, for other programs |

mod backups;
mod contact_database;
mod dated;
mod kept;

pub use backups::BackupResult;
pub use contact_database::ContactDatabase;
pub use dated::DatedBackup;
pub use kept::{copies_of, copies_of_missing, copy_of_version, has_copies, newest_copy};
