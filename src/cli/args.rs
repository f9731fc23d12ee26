use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::commands::{config, export, history, import, init, list, results, sample, show};
use crate::ui::ColorChoice;

/// Imports contact lists from CSV files into a local workspace.
///
/// Nothing is sent anywhere: the workspace is one SQLite file on this machine.
#[derive(Debug, Parser)]
#[command(name = "contacts", version, max_term_width = 100, infer_long_args = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// The workspace file; else CONTACTS_WORKSPACE, else contacts/workspace.db in your data directory
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) workspace: Option<PathBuf>,
    /// Write one JSON document to stdout, errors included
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// No notes and no progress, only results, warnings and errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

impl From<When> for ColorChoice {
    fn from(when: When) -> Self {
        match when {
            When::Auto => Self::Auto,
            When::Always => Self::Always,
            When::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Import(Box<import::ImportArgs>),
    History(history::HistoryArgs),
    Results(results::ResultsArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Export(export::ExportArgs),
    Config(config::ConfigArgs),
    Init(init::InitArgs),
    Sample(sample::SampleArgs),
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }
}
