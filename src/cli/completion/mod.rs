//! Completion on the Tab key. The script of `contacts completions` has the shell run
//! `CONTACTS_COMPLETE=bash contacts -- WORDS…` and offers what that prints.
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

/// Environment variable that asks for completions and names the shell.
const COMPLETE_ENV: &str = "CONTACTS_COMPLETE";

/// Name of the program in the shell's path.
const PROGRAM: &str = "contacts";

/// End of the Zsh script. From a directory of the function path, Zsh reads the script when the command is first
/// completed, and it has to answer then, too.
const ZSH_AUTOLOAD: &str = r#"
if [ "$funcstack[1]" = "_contacts" ]; then
    _clap_dynamic_completer_contacts "$@"
fi
"#;

/// Answers a shell that asks for completions; `None` for any other run.
///
/// Errors are not printed: the shell would show them in the middle of what is being typed.
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

/// Returns the candidates that are safe for a terminal. A tab separates a candidate from its help.
fn safe_lines(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| is_safe(&line.trim_end_matches('\n').replace('\t', " "))).collect()
}

/// Returns true if a word has no control or invisible characters.
fn is_safe(word: &str) -> bool {
    sanitize(word) == word
}

/// Returns the script that makes the shell ask for completions.
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
