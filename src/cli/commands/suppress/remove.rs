//! `contacts suppress remove`: lets people be imported and exported again.

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::contact_args::undo_hint;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::counted;
use crate::ops::settings::typed_value_options;
use crate::ops::suppressions;
use crate::values::Region;

/// Let people be imported and exported again
///
/// All values or none: one that is not suppressed is an error. It can be undone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts suppress remove mei@example.net
  contacts suppress remove @example.net '+60 18-998 8776'")]
pub(super) struct RemoveArgs {
    /// E-mail addresses, phone numbers, @domains or FIELD=VALUE
    #[arg(required = true, value_name = "VALUE")]
    values: Vec<String>,
    /// Country of phone numbers without its code
    #[arg(long, value_name = "COUNTRY", add = candidates::regions())]
    region: Option<Region>,
}

impl RemoveArgs {
    pub(super) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let rules = typed_value_options(&change, self.region)?;
        let values = suppressions::read_values(&self.values, &change.fields()?, &rules)?;
        let entry = suppressions::remove(&change, &values, context.clock.now())?;
        change.commit()?;
        Ok(context.finish(tell(context, values.len(), entry), Exit::Done))
    }
}

fn tell(context: &Context, count: usize, entry: i64) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&json!({ "removed": count, "entry": entry }));
    }
    let values = counted(count as u64, "value");
    Ok(context.terminal.out(&format!("No longer suppressed: {values}\n{}", undo_hint(context, entry)))?)
}
