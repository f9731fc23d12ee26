//! Advice: what to do next about an error of a lower room. Errors carry facts; the options and commands that help are known
//! to the command line alone.

mod contacts;
mod fields;
mod files;
mod history;
mod import;
mod mapping;
mod session;
mod setup;
#[cfg(test)]
mod tests;

use std::path::Path;

pub(super) use mapping::missing;

use crate::model::{Identifier, quote};
use crate::ops::setup::named_identifier;

/// Advice where a lean program is asked for what it was built without.
pub(super) const BUILD_WITH_ALL: &str =
    "in a folder with its source, install all of it: cargo install --locked --path .";

/// Advice where an entry of the history was named that is not there, or that is pruned.
const SEE_HISTORY: &str = "see: contacts history";

/// Returns the identifier for an example of an import: one that has a column in the list, as far as that can be seen.
pub(super) fn example_identifier(list: &Path) -> Identifier {
    named_identifier(list).unwrap_or(Identifier::Phone)
}

/// Returns a path as an argument that can be pasted; one that looks like an option is prefixed with `./`.
fn argument(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.starts_with('-') { quote(&format!("./{text}")).into_owned() } else { quote(&text).into_owned() }
}

/// Returns the command that moves a file away.
fn move_away(path: &Path) -> String {
    let mut old = path.as_os_str().to_owned();
    old.push(".old");
    format!("mv {} {}", argument(path), argument(Path::new(&old)))
}

/// An error for which there may be advice.
pub(super) trait Hint {
    /// The next step for the user, with commands that can be pasted; `None` if there is none.
    fn hint(&self) -> Option<String>;
}
