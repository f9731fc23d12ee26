//! Options that every command takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::completion::candidates;
use crate::ui::ColorChoice;

/// The heading over the options of every command, so that they do not stand between a command's own.
const GLOBAL_OPTIONS_HEADING: &str = "Options of every command";

/// Options of every command.
#[derive(Debug, Args)]
pub(in crate::cli) struct Global {
    /// The workspace [default: CONTACTS_WORKSPACE, or contacts/workspace.db in your data directory]
    #[arg(
        short, long, global = true, value_name = "FILE", help_heading = GLOBAL_OPTIONS_HEADING,
        add = candidates::files_ending_with(&["db"])
    )]
    pub(in crate::cli) workspace: Option<PathBuf>,
    /// Write the result, or the error, as one JSON document to stdout
    #[arg(long, global = true, help_heading = GLOBAL_OPTIONS_HEADING)]
    pub(in crate::cli) json: bool,
    /// Show no notes and no progress, only results, warnings and errors
    #[arg(short, long, global = true, help_heading = GLOBAL_OPTIONS_HEADING)]
    pub(in crate::cli) quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = GLOBAL_OPTIONS_HEADING)]
    pub(in crate::cli) color: ColorWhen,
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
