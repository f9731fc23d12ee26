//! Name of this machine, for messages that arrive elsewhere.

/// Returns the host name, such as `crm1`; empty where the system has none.
#[cfg(unix)]
pub fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// Returns the host name, such as `crm1`; empty where the system has none.
#[cfg(not(unix))]
pub fn host_name() -> String {
    String::new()
}
