//! Completion for Elvish, which hands over words without their quotes and quotes what it inserts.

use clap_complete::engine::CompletionCandidate;

use super::offers::value;

/// Script that asks for completions.
pub(super) const SCRIPT: &str = r"set edit:completion:arg-completer[contacts] = {|@words|
    put (env CONTACTS_COMPLETE=elvish contacts -- $@words 2>/dev/null)
}
";

/// Returns the candidates, one a line.
pub(super) fn answer(offers: &[CompletionCandidate]) -> String {
    offers.iter().map(|offer| value(offer) + "\n").collect()
}
