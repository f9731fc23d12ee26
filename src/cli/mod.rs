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
mod confirm;
mod contact;
mod context;
mod error;
mod exit;
mod fields;
mod file_name;
mod mistake;
mod options;
mod orders;
mod place;
mod prepare;
mod saved;
mod session;
mod settings;
mod show;
mod ways;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::{Cli, Command};
use context::Context;
use error::Failure;
pub use exit::Exit;

/// Runs the command that was typed and says how it ended.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let exit = mistake::guarded(wants_json(&words), || match Cli::try_parse_from(&words) {
        Ok(cli) => run(cli),
        Err(error) => refuse(&words, &error),
    });
    exit.into()
}

/// Whether the result, or the error, is to be JSON, as far as can be told before the words are understood.
fn wants_json(words: &[OsString]) -> bool {
    words.iter().any(|word| word == "--json")
}

fn run(cli: Cli) -> Exit {
    let context = match Context::new(&cli.global) {
        Ok(context) => context,
        Err(refused) => return refused.1.tell(&refused.0, cli.global.json),
    };
    let reminds = !matches!(cli.command, Command::Notifications(_));
    let exit = match dispatch(cli.command, &context) {
        Ok(exit) => exit,
        Err(failure) => failure.tell(&context.terminal, context.json),
    };
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
    }
}

/// Help and version are results; anything else that clap says is wrong usage.
fn refuse(words: &[OsString], error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            Exit::Done
        }
        _ if wants_json(words) => Failure::from_clap(error).tell(&context::plain_terminal(), true),
        _ => {
            let _ = error.print();
            Exit::Usage
        }
    }
}
