//! Completion on the Tab key. The shell runs `CONTACTS_COMPLETE=bash contacts -- WORDS…`, as the script of
//! `contacts completions` told it; what is printed then is what the shell offers.
//!
//! ```text
//!   CONTACTS_COMPLETE=zsh contacts -- contacts undo ▯ ──▶ Cli (clap) ──▶ candidates: names in the workspace, read only
//! ```

mod bash;
pub(super) mod candidates;
mod powershell;
mod shells;

use std::ffi::OsString;
use std::path::Path;

use clap::Command;

use super::exit::Exit;
use crate::ui::sanitize;
pub(super) use shells::Shell;

/// What asks for completions, and in which shell's way.
const COMPLETE_ENV: &str = "CONTACTS_COMPLETE";

/// The name of the program, as it is found in the shell's path.
const PROGRAM: &str = "contacts";

/// Zsh reads a file of its function path when the command is completed for the first time: then it has to answer, too.
const ZSH_AUTOLOAD: &str = r#"
if [ "$funcstack[1]" = "_contacts" ]; then
    _clap_dynamic_completer_contacts "$@"
fi
"#;

/// Answers a shell that asks what could stand at its cursor. `None` when this is a run like any other.
///
/// Nothing is told of what fails: the shell would show it in the middle of what is being typed.
pub(super) fn complete_line(words: &[OsString], program: impl FnOnce() -> Command) -> Option<(String, Exit)> {
    let shell = std::env::var_os(COMPLETE_ENV).filter(|shell| !shell.is_empty())?;
    let completed = Shell::named(&shell.to_string_lossy()).and_then(|shell| complete(program(), shell, words));
    Some(completed.map_or_else(|| (String::new(), Exit::Failed), |text| (text, Exit::Done)))
}

fn complete(mut program: Command, shell: Shell, words: &[OsString]) -> Option<String> {
    let typed: Vec<OsString> = words.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
    if typed.is_empty() {
        return None;
    }
    let mut text = Vec::new();
    program.build();
    shell.completer().write_complete(&mut program, typed, Some(Path::new(".")), &mut text).ok()?;
    Some(safe_lines(&String::from_utf8(text).ok()?))
}

/// The candidates that can be shown: a name that could command the terminal is not offered. A tab parts a candidate from
/// what it means.
fn safe_lines(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| is_safe(&line.trim_end_matches('\n').replace('\t', " "))).collect()
}

/// Whether a word can be shown as it is.
fn is_safe(word: &str) -> bool {
    sanitize(word) == word
}

/// The script that has the shell ask for completions.
pub(super) fn script(shell: Shell) -> std::io::Result<String> {
    let mut text = Vec::new();
    shell.completer().write_registration(COMPLETE_ENV, PROGRAM, PROGRAM, PROGRAM, &mut text)?;
    let script = String::from_utf8(text).map_err(std::io::Error::other)?;
    Ok(format!("{}\n{}", script.trim(), if shell == Shell::Zsh { ZSH_AUTOLOAD } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::safe_lines;

    #[test]
    fn what_could_command_the_terminal_is_not_offered() {
        let text = "vip\tpeople\nb\u{1b}]52;c;x\u{7}\ngpj\u{202e}exe\nBob\u{3164}\ntrade fair";
        assert_eq!(safe_lines(text), "vip\tpeople\ntrade fair");
    }
}
