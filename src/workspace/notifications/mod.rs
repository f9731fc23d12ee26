//! Notifications of imports that ended: in the workspace (`stored`), or in the spool file until they are moved there (`spool`).

mod spool;
mod stored;

pub use stored::StoredNotification;
