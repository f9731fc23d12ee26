//! Candidates for the word that is being typed: those of clap's engine that fit where they stand.

use std::path::Path;

use clap::Command;
use clap_complete::engine::{self, CompletionCandidate};

use super::is_safe;
use super::line::Line;

/// Beginning of the IDs that the engine gives to options.
const OPTION_ID: &str = "arg::";

/// Returns the candidates for the last word of a line; none where the engine has no answer.
pub(super) fn offers(program: &mut Command, line: &Line) -> Vec<CompletionCandidate> {
    line.make_current();
    let Some(index) = line.words.len().checked_sub(1) else { return Vec::new() };
    let offered = engine::complete(program, line.words.clone(), index, Some(Path::new("."))).unwrap_or_default();
    // Thirty options among five files hide the files; who wants an option types its hyphen.
    let wants_options = line.typed().starts_with('-');
    let is_option = |offer: &CompletionCandidate| offer.get_id().is_some_and(|id| id.starts_with(OPTION_ID));
    offered.into_iter().filter(|offer| (wants_options || !is_option(offer)) && is_safe(&value(offer))).collect()
}

/// Returns the text of a candidate.
pub(super) fn value(offer: &CompletionCandidate) -> String {
    offer.get_value().to_string_lossy().into_owned()
}

/// Returns the candidate with its help behind a tab, on one line.
pub(super) fn with_help(offer: &CompletionCandidate, value: &str) -> String {
    let help = offer.get_help().map(ToString::to_string).unwrap_or_default();
    match help.lines().next().filter(|help| is_safe(help)) {
        Some(help) if !help.is_empty() => format!("{value}\t{help}\n"),
        _ => format!("{value}\n"),
    }
}

/// Returns the candidates with their help, one a line, for shells that quote by themselves.
pub(super) fn lines_with_help(offers: &[CompletionCandidate]) -> String {
    offers.iter().map(|offer| with_help(offer, &value(offer))).collect()
}
