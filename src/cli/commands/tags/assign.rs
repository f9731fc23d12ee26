//! `contacts tags add` and `tags remove`: give tags to all selected contacts, or take them off.

use clap::Args;

use super::quoted;
use crate::cli::bulk_change::BulkCommand;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{BulkOptions, new_tags, nobody_selected, typed_tags};
use crate::ops::FieldEdits;
use crate::ops::bulk::BulkChange;
use crate::ops::tags;

/// Give tags to the contacts that options select
///
/// It shows how many and the first of them, and asks; elsewhere than in a terminal it needs --yes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags add asia --where 'Country = MY' --dry-run
  contacts tags add 'never wrote' cold --where 'Email is empty' --yes")]
pub(super) struct AddArgs {
    /// The tags
    #[arg(required = true, value_name = "TAG", add = candidates::tags())]
    names: Vec<String>,
    #[command(flatten)]
    bulk: BulkOptions,
}

/// Take tags off the contacts that options select
///
/// The contacts and the tags of others stay. It shows how many and the first of them, and asks; elsewhere than in a
/// terminal it needs --yes. Import tags are taken off like others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags remove newsletter --where 'Email is empty' --yes
  contacts tags remove vip --not-tag newsletter --dry-run")]
pub(super) struct RemoveArgs {
    /// The tags
    #[arg(required = true, value_name = "TAG", add = candidates::tags())]
    names: Vec<String>,
    #[command(flatten)]
    bulk: BulkOptions,
}

impl AddArgs {
    pub(super) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let names = new_tags("TAG", &self.names)?;
        let words = [format!("add the {} to", quoted(&names)), format!("Added the {} to", quoted(&names))];
        change(context, &self.bulk, FieldEdits::adding_tags(names), words)
    }
}

impl RemoveArgs {
    pub(super) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let names = typed_tags("TAG", &self.names)?;
        let words = [format!("take the {} off", quoted(&names)), format!("Took the {} off", quoted(&names))];
        change(context, &self.bulk, FieldEdits::removing_tags(names), words)
    }
}

fn change(
    context: &Context,
    options: &BulkOptions,
    edits: FieldEdits,
    [ask, done]: [String; 2],
) -> Result<Exit, CliError> {
    if !options.are_selecting() {
        return Err(nobody_selected());
    }
    let workspace = context.open_workspace_recovered()?;
    // A tag that nobody was ever given cannot be taken off: it is a typing error.
    tags::check_known(&workspace.snapshot()?, &edits.remove_tags)?;
    BulkCommand { context, options, change: BulkChange::Tags(edits), ask, done, warnings: Vec::new() }.run(&workspace)
}
