//! The command line that is being typed, for candidates that depend on its other words.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Words up to the cursor as the program would get them, without the shell's quotes. The first is the program, the last
/// the one that is being typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) words: Vec<OsString>,
}

/// The line of this run. clap asks for candidates by the value alone, so they find the rest of the line here.
static CURRENT: OnceLock<Line> = OnceLock::new();

impl Line {
    pub(super) fn new(words: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        Self { words: words.into_iter().map(Into::into).collect() }
    }

    /// Makes this the line that [`Line::current`] returns; a run has one.
    pub(super) fn make_current(&self) {
        let _ = CURRENT.set(self.clone());
    }

    /// Returns the line of this run; empty outside of a completion.
    pub(super) fn current() -> &'static Self {
        CURRENT.get_or_init(Self::default)
    }

    /// Returns the word that is being typed.
    pub(super) fn typed(&self) -> String {
        self.words.last().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Returns the word before the one that is being typed.
    pub(super) fn word_before(&self) -> Option<String> {
        let place = self.words.len().checked_sub(2)?;
        self.words.get(place).map(|word| word.to_string_lossy().into_owned())
    }

    /// Returns the value of the first of these options on the line, behind it or after a `=`: `--name`, or `-n` also
    /// without either.
    pub(super) fn value_of(&self, names: &[&str]) -> Option<String> {
        let mut words = self.words.iter().map(|word| word.to_string_lossy());
        while let Some(word) = words.next() {
            if names.contains(&&*word) {
                return words.next().map(Cow::into_owned);
            }
            let attached = names.iter().find_map(|name| {
                let value = word.strip_prefix(name)?;
                value.strip_prefix('=').or((!name.starts_with("--")).then_some(value))
            });
            if let Some(value) = attached {
                return Some(value.to_owned());
            }
        }
        None
    }

    /// Returns the list on the line: the first file that stands there by itself, and not for an option or its value.
    pub(super) fn list(&self) -> Option<PathBuf> {
        let before = self.words.split_last().map_or(&[][..], |(_, before)| before);
        let after_options =
            before.windows(2).filter(|pair| !takes_a_file(&pair[0])).map(|pair| PathBuf::from(&pair[1]));
        let mut files = after_options.map(expanded);
        files.find(|path| path.is_file())
    }
}

/// Returns true for the options whose value is a file other than the list.
fn takes_a_file(word: &OsString) -> bool {
    ["-w", "--workspace", "-o", "--output", "--html", "--use"].iter().any(|option| word == option)
}

/// Replaces a leading `~`, which the shell has not expanded yet, with the user's home folder.
fn expanded(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), etcetera::home_dir()) {
        (Ok(rest), Ok(home)) => home.join(rest),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn line(text: &str) -> Line {
        Line::new(text.split(' '))
    }

    #[test]
    fn the_value_of_an_option_is_found_however_it_is_written() {
        let workspace = |text: &str| line(text).value_of(&["-w", "--workspace"]);
        for text in ["contacts -w x.db list", "contacts list --workspace x.db", "contacts --workspace=x.db", "c -wx.db"]
        {
            assert_eq!(workspace(text).as_deref(), Some("x.db"), "{text}");
        }
        assert_eq!(workspace("c -w=x.db").as_deref(), Some("x.db"));
        assert_eq!(workspace("contacts list --with"), None);
        assert_eq!(workspace("contacts --workspaces=x"), None);
    }

    #[test]
    fn the_list_is_the_first_file_that_is_no_value_of_an_option() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = |name: &str| manifest.join(name).display().to_string();
        let typed = format!("contacts -w {} import nowhere.csv {} --map ", path("README.md"), path("Cargo.toml"));
        assert_eq!(line(&typed).list(), Some(manifest.join("Cargo.toml")));
        assert_eq!(line(&format!("contacts import {}", path("Cargo.toml"))).list(), None, "it is still being typed");
        assert_eq!(Line::default().list(), None);
    }
}
