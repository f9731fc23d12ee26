//! Options that every command takes.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use crate::cli::completion::candidates;
use crate::ui::ColorChoice;

/// Heading over the options of every command, below a command's own.
pub(in crate::cli) const GENERAL: &str = "General";

/// Options of every command.
#[derive(Debug, Args)]
pub(in crate::cli) struct Global {
    /// Use this workspace
    ///
    /// It must exist. Without this option it is the one that CONTACTS_WORKSPACE names, else contacts/workspace.db in
    /// your data directory.
    #[arg(short, long, global = true, value_name = "FILE", help_heading = GENERAL, add = candidates::files_ending_with(&["db"]))]
    pub(in crate::cli) workspace: Option<PathBuf>,
    /// Print the result, or the error, as one JSON document
    ///
    /// It goes to stdout, and nothing is asked.
    #[arg(long, global = true, help_heading = GENERAL)]
    pub(in crate::cli) json: bool,
    /// Print results, warnings and errors only
    ///
    /// Notes and progress are left out.
    #[arg(short, long, global = true, help_heading = GENERAL)]
    pub(in crate::cli) quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = GENERAL, hide_short_help = true)]
    pub(in crate::cli) color: ColorWhen,
    /// Print help: short with -h, full with --help
    // An option of ours in place of clap's own, which cannot be put under a heading. clap reads it, nothing else does.
    #[arg(id = "help", short = 'h', long = "help", global = true, action = ArgAction::Help, help_heading = GENERAL)]
    _help: Option<bool>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in crate::cli) enum ColorWhen {
    Auto,
    Always,
    Never,
}

impl From<ColorWhen> for ColorChoice {
    fn from(when: ColorWhen) -> Self {
        match when {
            ColorWhen::Auto => Self::Auto,
            ColorWhen::Always => Self::Always,
            ColorWhen::Never => Self::Never,
        }
    }
}
