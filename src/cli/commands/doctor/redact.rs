//! Redaction of paths in what `contacts doctor` prints.

use etcetera::home_dir;

/// Replaces the home directory with `~`: its name is the user's.
pub(super) fn redact_home(text: &str) -> String {
    match home_dir().ok().map(|home| home.to_string_lossy().into_owned()) {
        // A home of `/`, as a service user has it, would turn every slash into a tilde.
        Some(home) if home.len() > 1 => text.replace(&home, "~"),
        _ => text.to_owned(),
    }
}
