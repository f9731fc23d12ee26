//! Files by what they are for: lists where a list is expected, pages where a page is.

use std::ffi::OsStr;
use std::path::Path;

use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter};

use crate::report::is_results_name;

/// Endings of the names of lists.
const LIST_ENDINGS: [&str; 4] = ["csv", "tsv", "tab", "txt"];

/// Lists, and folders. Where there are none that go on with what was typed, all files: a list may have any name.
pub(in crate::cli) fn lists() -> ArgValueCompleter {
    completer(|path| has_ending(path, &LIST_ENDINGS) && !is_results_name(path))
}

/// Files with one of these endings, and folders; all files where there are none.
pub(in crate::cli) fn files_ending_with(endings: &'static [&'static str]) -> ArgValueCompleter {
    completer(|path| has_ending(path, endings))
}

fn completer(is_wanted: impl Fn(&Path) -> bool + Clone + Send + Sync + 'static) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| -> Vec<CompletionCandidate> {
        let wanted = matching(typed, is_wanted.clone());
        if wanted.is_empty() { PathCompleter::file().complete(typed) } else { wanted }
    })
}

/// Files with one of these endings, and folders, and no others.
pub(super) fn existing_files(typed: &OsStr, endings: &'static [&'static str]) -> Vec<CompletionCandidate> {
    matching(typed, |path| has_ending(path, endings))
}

fn matching(typed: &OsStr, is_wanted: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Vec<CompletionCandidate> {
    PathCompleter::any().filter(move |path| path.is_file() && is_wanted(path)).complete(typed)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(OsStr::to_string_lossy);
    ending.is_some_and(|ending| endings.iter().any(|known| known.eq_ignore_ascii_case(&ending)))
}
