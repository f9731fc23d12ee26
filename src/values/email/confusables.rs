//! Letters of different scripts that look alike, as in `аpple` with a Cyrillic а.

use unicode_script::{Script, UnicodeScript};

use crate::model::{Diagnostic, IssueCode};

/// Scripts with letters that can be mistaken for Latin ones, or for each other's.
const LOOKALIKES: [Script; 6] =
    [Script::Latin, Script::Cyrillic, Script::Greek, Script::Armenian, Script::Cherokee, Script::Coptic];

/// Returns a warning if one part of the address (before the `@`, or between dots of the domain) mixes scripts that look
/// alike. Other scripts are mixed every day: Latin with Han and kana, with Devanagari, with digits.
pub(super) fn mixed_script_warning(address: &str) -> Option<Diagnostic> {
    if address.is_ascii() {
        return None;
    }
    let (local_part, domain) = address.rsplit_once('@')?;
    let (first, second) = std::iter::once(local_part).chain(domain.split('.')).find_map(lookalikes)?;
    let message = format!(
        "{} and {} letters stand together and may look alike: check that the address is not a fake",
        first.full_name(),
        second.full_name()
    );
    Some(Diagnostic::new(IssueCode::EmailMixedScripts, message))
}

/// Returns the first two different lookalike scripts of a part.
fn lookalikes(part: &str) -> Option<(Script, Script)> {
    let mut scripts = part.chars().map(|c| c.script()).filter(|script| LOOKALIKES.contains(script));
    let first = scripts.next()?;
    scripts.find(|script| *script != first).map(|second| (first, second))
}
