//! The workspace as a file: creating, recognising, opening and locking it.
//!
//! | file | what |
//! |---|---|
//! | `workspace` | [`Workspace`]: created, opened, migrated |
//! | `reading` | opened to be read alone, with nothing changed |
//! | `connection` | connections, and the settings of SQLite |
//! | `header` | what the first bytes of a file say, before SQLite touches it |
//! | `staging_file` | new files under a temporary name, published when they are complete |
//! | `cleanup` | rewritten without free pages, after data was taken out |
//! | `disk` | the file system it is on, and its free space |
//! | `lock` | one import at a time, seen by all |

mod cleanup;
mod connection;
mod disk;
mod header;
mod lock;
mod reading;
mod staging_file;
mod workspace;

pub(super) use cleanup::with_overwriting;
pub use cleanup::{Cleanup, CleanupObstacle};
pub(super) use connection::{connect_to_read, file_of, open_existing, open_immutable, use_large_cache};
pub use disk::{Disk, DiskKind};
pub(super) use header::{HEADER_BYTES, check_file_type, has_log, looks_complete, page_size, with_suffix};
pub use lock::{JobLock, JobProgress, JobReporter, LockHolder, LockState, LockTimeout};
pub use reading::Reading;
pub use staging_file::leftover_logs;
pub(super) use staging_file::{StagingFile, check_free, check_names_fit, is_staging_name};
pub(super) use workspace::sync_file;
pub use workspace::{Workspace, WorkspaceOwner};
