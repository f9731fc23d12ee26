//! Errors of wrong usage, made from those of clap, and the workspace option in hints.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::error::CliError;
use crate::model::{mask_quoted, quote};

/// Commands that create or need no workspace.
const WITHOUT_WORKSPACE: [&str; 5] = ["init", "sample", "completions", "man", "help"];

/// Turns clap's error into one like all others: what is wrong, and what to do.
pub(super) fn failure(program: &Command, error: &clap::Error, words: &[OsString]) -> CliError {
    let command = command_path(program, words);
    let hint = match joined_value(program, error, words).or_else(|| suggestion(error)) {
        Some(near) => format!("did you mean {near}? See: {command} --help"),
        None => format!("see: {command} --help"),
    };
    CliError::usage(message(error)).with_hint(hint)
}

/// Returns clap's words up to its advice, without `error:`.
fn message(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    // clap offers no message without its tips, usage and help lines. They are cut off: the hint says what to do.
    let advice = ["tip:", "Usage:", "For more information"];
    let is_advice = |line: &&str| advice.iter().any(|words| line.trim_start().starts_with(words));
    let lines = text.lines().take_while(|line| !is_advice(line)).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// Returns the word that is spelled most like what was typed.
fn suggestion(error: &clap::Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(one) => Some(format!("'{one}'")),
        ContextValue::Strings(all) => all.last().map(|best| format!("'{best}'")), // The likeliest is the last.
        _ => None,
    })
}

/// Returns an option with the value that was typed behind it after a blank, where it takes one after `=` alone.
fn joined_value(program: &Command, error: &clap::Error, words: &[OsString]) -> Option<String> {
    let is_option = |word: &str| word.starts_with('-');
    match error.get(ContextKind::InvalidArg)? {
        ContextValue::String(unexpected) if error.kind() == ErrorKind::UnknownArgument && !is_option(unexpected) => {}
        _ => return None,
    }
    let options: Vec<String> = command_of(program, words).get_arguments().filter_map(after_equals).collect();
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let pair = words.windows(2).find(|pair| options.iter().any(|option| *option == pair[0]) && !is_option(&pair[1]))?;
    Some(format!("'{}={}'", pair[0], pair[1]))
}

/// Returns the name of an option that takes its value after `=` alone.
fn after_equals(option: &Arg) -> Option<String> {
    option.is_require_equals_set().then(|| option.get_long().map(|name| format!("--{name}"))).flatten()
}

/// Returns the command that was meant.
fn command_of<'c>(program: &'c Command, words: &[OsString]) -> &'c Command {
    let below = |command: &'c Command, word: &OsString| command.find_subcommand(word).unwrap_or(command);
    words.iter().skip(1).fold(program, below)
}

/// Returns the command that was meant: `contacts tags rename`.
fn command_path(program: &Command, words: &[OsString]) -> String {
    let mut command = program;
    let mut name = command.get_name().to_owned();
    for word in words.iter().skip(1).map(|word| word.to_string_lossy()) {
        if let Some(below) = command.find_subcommand(&*word) {
            name += &format!(" {word}");
            command = below;
        }
    }
    name
}

/// A text whose commands name the workspace, where they do not yet. What stands in quotes, such as a file
/// `contacts export.csv`, is no command.
pub(super) fn add_workspace_option(program: &Command, text: &str, workspace: &Path) -> String {
    if text.contains(" -w") || text.contains("--workspace") {
        return text.to_owned();
    }
    let takes_one = |rest: &str| {
        let name = rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        !WITHOUT_WORKSPACE.contains(&name) && program.find_subcommand(name).is_some()
    };
    let option = format!("-w {} ", quote(&workspace.to_string_lossy()));
    let (mut whole, mut end) = (String::new(), 0);
    for (begin, name) in mask_quoted(text).match_indices("contacts ") {
        let behind = begin + name.len();
        if takes_one(&text[behind..]) {
            whole += &text[end..behind];
            whole += &option;
            end = behind;
        }
    }
    whole + &text[end..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::{CommandFactory, Parser};

    fn told(line: &str) -> String {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let error = Cli::try_parse_from(&words).expect_err("wrong usage");
        failure(&Cli::command(), &error, &words).to_json()["error"]["hint"].as_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_usage_error_suggests_the_nearest_word_and_the_commands_help() {
        assert_eq!(told("contacts histroy"), "did you mean 'history'? See: contacts --help");
        assert_eq!(told("contacts tags renam a b"), "did you mean 'rename'? See: contacts tags --help");
        assert_eq!(told("contacts import"), "see: contacts import --help");
        assert_eq!(told("contacts import x --purpse add"), "did you mean '--purpose'? See: contacts import --help");
        assert_eq!(told("contacts import x --wait 600"), "did you mean '--wait=600'? See: contacts import --help");
        assert_eq!(told("contacts import --wait 600 x"), "did you mean '--wait=600'? See: contacts import --help");
        assert_eq!(told("contacts import x --purpose upate"), "did you mean 'update'? See: contacts import --help");
    }

    #[test]
    fn what_is_told_ends_before_the_advice_of_clap() {
        let error = Cli::try_parse_from(["contacts", "import", "x", "--encoding", "utf-9"]).expect_err("wrong usage");
        assert!(message(&error).ends_with("shift_jis or gbk"), "{}", message(&error));
    }

    #[test]
    fn hints_go_on_in_the_workspace_that_was_named() {
        let told = |hint: &str| add_workspace_option(&Cli::command(), hint, Path::new("my team.db"));
        assert_eq!(told("see: contacts history 2"), "see: contacts -w 'my team.db' history 2");
        assert_eq!(told("create it with: contacts init team.db"), "create it with: contacts init team.db");
        assert_eq!(told("12 contacts would be added"), "12 contacts would be added");
        assert_eq!(told("name it with: contacts -w x.db list"), "name it with: contacts -w x.db list");
        let named = "the list's session: contacts map 'contacts list.csv'; see contacts status";
        let team =
            "the list's session: contacts -w 'my team.db' map 'contacts list.csv'; see contacts -w 'my team.db' status";
        assert_eq!(told(named), team);
    }
}
