//! The source of a list, and what becomes of contacts that it held before and holds no more.

use clap::Args;

use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::model::{MissingAction, Purpose, Recipe, Threshold, source_name};
use crate::ops::sources::SourceRuleError;
use crate::values::typed_tag_fault;

/// Heading over these options.
const HEADING: &str = "Vanished rows";

/// The source of a list and its missing contacts.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct MissingOptions {
    /// Name the system that the list comes from, to remember its contacts
    ///
    /// The next import with the same name can tell who is missing. With --save and --use it is the name of the
    /// mapping unless another one is given.
    #[arg(long, value_name = "NAME", help_heading = HEADING, hide_short_help = true, add = candidates::sources())]
    source: Option<String>,
    /// What to do with contacts that the source held before and holds no more
    ///
    /// keep: tell how many they are (default). report: list them. tag=TAG: tag them. delete: delete those that no other source holds
    /// and no person edited. Rows in error count as there.
    #[arg(long, value_name = "HOW", help_heading = HEADING, hide_short_help = true, add = candidates::missing())]
    missing: Option<MissingAction>,
    /// Refuse to tag or delete more missing contacts than this [default: 5%]
    ///
    /// A number, or a part of the contacts that the source held.
    #[arg(long, value_name = "N|N%", help_heading = HEADING, hide_short_help = true)]
    max_missing: Option<Threshold>,
}

impl MissingOptions {
    /// Returns true if any of them was typed.
    pub(in crate::cli) fn any(&self) -> bool {
        self.source.is_some() || self.missing.is_some() || self.max_missing.is_some()
    }

    /// Applies the typed options over those of a recipe, whose purpose is decided.
    pub(in crate::cli) fn apply_to(&self, recipe: &mut Recipe) -> Result<(), CliError> {
        // Before the recipe forgets it: what is typed is refused, what is saved goes with another purpose.
        if self.any() && recipe.purpose == Purpose::AddAll {
            return Err(SourceRuleError::OfAddAll.into());
        }
        if let Some(name) = &self.source {
            let name = source_name(name).map_err(|problem| CliError::usage(format!("--source: {problem}")))?;
            recipe.source = Some(name);
        }
        if let Some(action) = &self.missing {
            check_tag(action)?;
            recipe.missing = Some(action.clone());
        }
        recipe.max_missing = self.max_missing.or(recipe.max_missing);
        Ok(())
    }
}

fn check_tag(action: &MissingAction) -> Result<(), CliError> {
    let MissingAction::Tag(tag) = action else { return Ok(()) };
    typed_tag_fault(tag).map_or(Ok(()), |fault| Err(CliError::usage(format!("--missing: {fault}"))))
}
