//! The arguments of `contacts`: the options that every command takes, and one variant per command.

use clap::{ArgAction, Parser, Subcommand};

use super::commands::{
    add, backup, blame, cancel, completions, config, delete, doctor, duplicates, edit, export, fields, forget, history,
    import, init, list, man, map, mappings, merge, notifications, results, review, sample, show, stats, status,
    suppress, tags, undo, upload,
};
use super::options::{GENERAL, Global};

/// Examples at the end of `contacts --help`.
const EXAMPLES: &str = "\
Examples:
  contacts import leads.csv
  contacts list Tan --tag newsletter";

/// Import contact lists from CSV files into a local workspace
///
/// The workspace is one SQLite file on this machine. Nothing leaves it but the notifications that you set up. Without a
/// command, contacts shows what is in the workspace and what to do next.
#[derive(Debug, Parser)]
#[command(
    name = "contacts",
    version = env!("CONTACTS_VERSION"),
    max_term_width = 100,
    disable_help_flag = true,
    disable_version_flag = true,
    after_help = EXAMPLES
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    /// Print the version
    // Like --help: an option of ours, so that it stands under a heading.
    #[arg(id = "version", short = 'V', long = "version", action = ArgAction::Version, help_heading = GENERAL)]
    _version: Option<bool>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

impl Cli {
    /// Returns true if the result is wanted as JSON Lines (`--jsonl`).
    pub(super) fn wants_lines(&self) -> bool {
        // Only the commands whose result is a list of records have `--jsonl` (spec section 9).
        let lines = match &self.command {
            Some(Command::List(list)) => &list.lines,
            Some(Command::History(history)) => &history.lines,
            Some(Command::Review(review)) => &review.lines,
            _ => return false,
        };
        lines.wants_lines()
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Upload(upload::UploadArgs),
    Map(map::MapArgs),
    Review(review::ReviewArgs),
    // Boxed: it has by far the most options, and an enum is as large as its largest variant.
    Import(Box<import::ImportArgs>),
    Cancel(cancel::CancelArgs),
    Status(status::StatusArgs),
    History(history::HistoryArgs),
    Results(results::ResultsArgs),
    Undo(undo::UndoArgs),
    Blame(blame::BlameArgs),
    Notifications(notifications::NotificationsArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Add(add::AddArgs),
    Edit(edit::EditArgs),
    Delete(delete::DeleteArgs),
    Forget(forget::ForgetArgs),
    Export(export::ExportArgs),
    Stats(stats::StatsArgs),
    Duplicates(duplicates::DuplicatesArgs),
    Merge(merge::MergeArgs),
    Tags(tags::TagsArgs),
    Suppress(suppress::SuppressArgs),
    Fields(fields::FieldsArgs),
    Mappings(mappings::MappingsArgs),
    Config(config::ConfigArgs),
    Backup(backup::BackupArgs),
    Init(init::InitArgs),
    Sample(sample::SampleArgs),
    Doctor(doctor::DoctorArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
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
