use etcetera::home_dir;

/// A message as it may be shown to others: the home directory, which bears the user's name, is `~`.
pub(super) fn redact_home(text: &str) -> String {
    match home_dir().ok().map(|home| home.to_string_lossy().into_owned()) {
        Some(home) if home.len() > 1 => text.replace(&home, "~"),
        _ => text.to_owned(),
    }
}
