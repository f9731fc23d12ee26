//! Notifications of imports that ended: kept in the workspace (`stored`), or waiting in a file beside it (`spool`).

mod spool;
mod stored;

pub use stored::StoredNotification;
