//! Floor 6: the command line. What was typed becomes what is meant, once; nothing below knows clap.
//!
//! ```text
//!   words ──▶ Cli (clap) ──▶ Context { terminal, clock, cancel } + one file per command ──▶ Exit
//!                                                                        │
//!                                      CliError { code, message, hint, exit } is printed here, in one place
//! ```

mod added_options;
mod args;
mod bulk_change;
mod command_line;
mod commands;
mod completion;
mod confirm;
mod contact_args;
mod context;
mod created_fields;
mod error;
mod exit;
mod file_name;
mod first_use;
mod help_groups;
mod hints;
mod json_stream;
mod list_file;
mod notify;
mod ops_error;
mod options;
mod panic;
mod prepare;
mod render;
mod short_help;
mod signals;
mod suppressed;
mod trust;
mod typed_import;
mod usage_error;
mod workspace_location;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use commands::overview;
use context::Context;
use error::CliError;
use exit::Exit;

use crate::files::check_randomness;
use crate::model::check_time_zone;
use crate::ui::Styled;

/// Minimum terminal width in columns for options and their help side by side.
const NEXT_LINE_HELP_WIDTH: usize = 72;

/// Runs the command that was typed and returns its exit code.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    // Before anything is shown in local time: chrono reads the file that TZ names to its end, and a pipe has none.
    check_time_zone(std::env::var("TZ").ok().as_deref());
    let exit = panic::catch_panics(wants_json(&words), || {
        if let Err(error) = check_randomness() {
            return without_randomness(&error).tell(&context::fallback_terminal(), wants_json(&words));
        }
        // Before clap parses the line: one that is still being typed is rarely valid.
        if let Some((text, exit)) = completion::complete_line(&words, Cli::command) {
            let _ = context::fallback_terminal().out_data(&text);
            return exit;
        }
        match parse(&words) {
            Ok(cli) => run(cli, &words),
            Err(error) => print_usage_error(&words, &error),
        }
    });
    exit.into()
}

/// Returns the error of a system that gives no random numbers.
fn without_randomness(error: &std::io::Error) -> CliError {
    CliError::new(Exit::Failed, "no-randomness", anyhow::anyhow!("this system gives no random numbers: {error}"))
        .with_hint("mount /dev, so that /dev/urandom is there, or let the sandbox allow the call getrandom")
}

/// Returns true if `--json` is among the words, for errors that occur before clap has understood them.
fn wants_json(words: &[OsString]) -> bool {
    words.iter().any(|word| word == "--json")
}

/// Parses the words. In a narrow terminal the help of an option goes below it: beside it there would be one word per
/// line.
fn parse(words: &[OsString]) -> Result<Cli, clap::Error> {
    let program = short_help::with_hints(Cli::command());
    let mut command = program.next_line_help(context::fallback_terminal().width() < NEXT_LINE_HELP_WIDTH);
    // Not `Cli::try_parse_from`: that makes a command of its own, without the width.
    let matches = command.try_get_matches_from_mut(words)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn run(cli: Cli, words: &[OsString]) -> Exit {
    let context = match Context::new(Cli::command, words, &cli.global, cli.wants_lines()) {
        Ok(context) => context,
        Err(refused) => return refused.1.tell(&refused.0, cli.global.json),
    };
    // `notifications` lists the unread ones itself.
    let reminds = !matches!(cli.command, Some(Command::Notifications(_)));
    let done = match cli.command {
        Some(command) => dispatch(command, &context),
        None => overview::tell(&context),
    };
    // A hint has to work when it is pasted (spec section 9), so it names the workspace that this command was given.
    let exit = done.unwrap_or_else(|failure| {
        failure.map_hint(|hint| context.for_workspace(hint)).tell(&context.terminal, context.json)
    });
    if reminds {
        context.remind();
    }
    exit
}

fn dispatch(command: Command, context: &Context) -> Result<Exit, CliError> {
    match command {
        Command::Upload(args) => args.run(context),
        Command::Map(args) => args.run(context),
        Command::Review(args) => args.run(context),
        Command::Cancel(args) => args.run(context),
        Command::Import(args) => args.run(context),
        Command::Status(args) => args.run(context),
        Command::History(args) => args.run(context),
        Command::Undo(args) => args.run(context),
        Command::Blame(args) => args.run(context),
        Command::Results(args) => args.run(context),
        Command::Notifications(args) => args.run(context),
        Command::List(args) => args.run(context),
        Command::Show(args) => args.run(context),
        Command::Add(args) => args.run(context),
        Command::Edit(args) => args.run(context),
        Command::Delete(args) => args.run(context),
        Command::Forget(args) => args.run(context),
        Command::Export(args) => args.run(context),
        Command::Stats(args) => args.run(context),
        Command::Duplicates(args) => args.run(context),
        Command::Merge(args) => args.run(context),
        Command::Suppress(args) => args.run(context),
        Command::Tags(args) => args.run(context),
        Command::Fields(args) => args.run(context),
        Command::Mappings(args) => args.run(context),
        Command::Config(args) => args.run(context),
        Command::Backup(args) => args.run(context),
        Command::Init(args) => args.run(context),
        Command::Sample(args) => args.run(context),
        Command::Doctor(args) => args.run(context),
        Command::Completions(args) => args.run(context),
        Command::Man(args) => args.run(context, Cli::command()),
    }
}

/// Output of clap, with or without colours.
struct Help<'a>(&'a clap::Error);

impl Styled for Help<'_> {
    fn painted(&self, has_colors: bool) -> String {
        help_groups::grouped(&self.0.render(), has_colors)
    }
}

/// Prints what clap has to say. Help and version are results; everything else is wrong usage.
fn print_usage_error(words: &[OsString], error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let terminal = context::fallback_terminal();
            match terminal.out_painted(&Help(error)) {
                Ok(()) => Exit::Done,
                Err(error) => CliError::from(error).tell(&terminal, wants_json(words)),
            }
        }
        _ => usage_error::failure(&Cli::command(), error, words).tell(&context::fallback_terminal(), wants_json(words)),
    }
}
