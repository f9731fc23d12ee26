//! The last line of `-h`: how to get the help that it leaves out.

use clap::{Arg, Command};

/// Last line of the program's short help, in which the commands have no descriptions.
const COMMANDS_HINT: &str = "What each command does: contacts --help";

/// Adds the last line to the short help of the program and of every command that leaves options out of it.
pub(super) fn with_hints(program: Command) -> Command {
    let program = program.mut_subcommands(|command| match hidden_options_hint(&command) {
        Some(hint) => with_last_line(command, &hint),
        None => command,
    });
    with_last_line(program, COMMANDS_HINT)
}

/// Returns true if a rendered help is the short one of the program.
pub(super) fn is_of_program(help: &str) -> bool {
    help.trim_end().ends_with(COMMANDS_HINT)
}

/// Returns where to read about the options that the short help leaves out, and which headings it lacks.
fn hidden_options_hint(command: &Command) -> Option<String> {
    let options = || command.get_arguments().filter(|arg| !arg.is_positional());
    let (hidden, shown): (Vec<&Arg>, Vec<&Arg>) = options().partition(|arg| arg.is_hide_short_help_set());
    if hidden.is_empty() {
        return None;
    }
    let is_shown = |heading: &str| shown.iter().any(|arg| arg.get_help_heading() == Some(heading));
    let mut lacking: Vec<&str> = hidden.iter().filter_map(|arg| arg.get_help_heading()).collect();
    lacking.retain(|heading| !is_shown(heading));
    lacking.dedup();
    let also = if lacking.is_empty() { String::new() } else { format!(", also {}", lacking.join(", ")) };
    Some(format!("More options{also}: contacts {} --help", command.get_name()))
}

fn with_last_line(command: Command, line: &str) -> Command {
    let Some(examples) = command.get_after_help().cloned() else { return command };
    let short = format!("{examples}\n\n{line}");
    command.after_long_help(examples).after_help(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::CommandFactory;

    /// The short and the long help of a command.
    fn helps(name: &str) -> (String, String) {
        let mut program = with_hints(Cli::command());
        let command = program.find_subcommand_mut(name).unwrap();
        (command.render_help().to_string(), command.render_long_help().to_string())
    }

    #[test]
    fn short_help_that_leaves_options_out_ends_with_where_they_are() {
        let (short, long) = helps("import");
        assert!(
            short.ends_with("More options, also Vanished rows, Guards, Output: contacts import --help\n"),
            "{short}"
        );
        assert!(long.contains("--max-errors <N|N%>") && !long.contains("More options"), "{long}");
    }

    #[test]
    fn short_help_that_leaves_nothing_out_names_no_other() {
        let (short, _) = helps("undo");
        assert!(!short.contains("More options") && !is_of_program(&short), "{short}");
    }
}
