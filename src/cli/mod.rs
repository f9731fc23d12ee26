//! Floor 5: the command line. What was typed becomes what is meant, once; nothing below knows clap.
//!
//! ```text
//!   words ──▶ Cli (clap) ──▶ Context { terminal, clock, cancel } + one file per command ──▶ Exit
//!                                                                        │
//!                                      Failure { code, message, hint, exit } is printed here, in one place
//! ```

mod announce;
mod args;
mod command_line;
mod commands;
mod completing;
mod confirm;
mod contact;
mod context;
mod created_fields;
mod error;
mod exit;
mod fields;
mod file_name;
mod json_stream;
mod mistake;
mod options;
mod orders;
mod place;
mod prepare;
mod saved;
mod session;
mod settings;
mod show;
mod signals;
mod trust;
mod usage;
mod ways;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use commands::here;
use context::Context;
use error::Failure;
pub use exit::Exit;

use crate::model::check_time_zone;
use crate::ui::Painted;

/// Fewer columns are no room for options and their help beside each other.
const NARROW: usize = 72;

/// Runs the command that was typed and says how it ended.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    check_time_zone(std::env::var("TZ").ok().as_deref());
    let exit = mistake::guarded(wants_json(&words), || {
        if let Some((text, exit)) = completing::answer(&words) {
            let _ = context::plain_terminal().out_data(&text);
            return exit;
        }
        match parse(&words) {
            Ok(cli) => run(cli),
            Err(error) => refuse(&words, &error),
        }
    });
    exit.into()
}

/// Whether the result, or the error, is to be JSON, as far as can be told before the words are understood.
fn wants_json(words: &[OsString]) -> bool {
    words.iter().any(|word| word == "--json")
}

/// In a narrow terminal the help of an option stands below it: beside it there would be a word on each line.
fn parse(words: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = Cli::command().next_line_help(context::plain_terminal().width() < NARROW);
    let matches = command.try_get_matches_from_mut(words)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn run(cli: Cli) -> Exit {
    let context = match Context::new(&cli) {
        Ok(context) => context,
        Err(refused) => return refused.1.tell(&refused.0, cli.global.json),
    };
    let reminds = !matches!(cli.command, Some(Command::Notifications(_)));
    let done = match cli.command {
        Some(command) => dispatch(command, &context),
        None => here::tell(&context),
    };
    let exit = done.unwrap_or_else(|failure| {
        failure.repeating(context.workspace.as_deref()).tell(&context.terminal, context.json)
    });
    if reminds {
        context.remind();
    }
    exit
}

fn dispatch(command: Command, context: &Context) -> Result<Exit, Failure> {
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
        Command::Edit(args) => args.run(context),
        Command::Delete(args) => args.run(context),
        Command::Export(args) => args.run(context),
        Command::Duplicates(args) => args.run(context),
        Command::Merge(args) => args.run(context),
        Command::Tags(args) => args.run(context),
        Command::Fields(args) => args.run(context),
        Command::Mappings(args) => args.run(context),
        Command::Config(args) => args.run(context),
        Command::Backup(args) => args.run(context),
        Command::Init(args) => args.run(context),
        Command::Sample(args) => args.run(context),
        Command::Doctor(args) => args.run(context),
        Command::Completions(args) => args.run(context),
        Command::Man(args) => args.run(context),
    }
}

/// What clap has to say, which is set off by colours or stands without them.
struct Help<'a>(&'a clap::Error);

impl Painted for Help<'_> {
    fn painted(&self, has_colors: bool) -> String {
        let text = self.0.render();
        if has_colors { text.ansi().to_string() } else { text.to_string() }
    }
}

/// Help and version are results; anything else that clap says is wrong usage.
fn refuse(words: &[OsString], error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let terminal = context::plain_terminal();
            match terminal.out_painted(&Help(error)) {
                Ok(()) => Exit::Done,
                Err(error) => Failure::from(error).tell(&terminal, wants_json(words)),
            }
        }
        _ => usage::failure(error, words).tell(&context::plain_terminal(), wants_json(words)),
    }
}
