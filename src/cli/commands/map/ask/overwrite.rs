//! The question which fields keep the values that contacts already have.

use std::collections::HashSet;

use crate::cli::error::CliError;
use crate::mapping::Compiled;
use crate::model::{Identifier, OverwritePolicy};
use crate::ops::ImportSpec;
use crate::ui::Terminal;

/// Answer to the question about existing values.
pub(super) enum OverwriteChoice {
    /// Which fields keep them; `None` if the purpose changes no contact or the policy was typed.
    As(Option<OverwritePolicy>),
    /// Back to the columns.
    Back,
}

/// Asks which fields keep the values that contacts have, unless that is decided.
pub(super) fn ask(
    terminal: &Terminal,
    spec: &ImportSpec,
    compiled: &Compiled,
    has_back: bool,
) -> Result<OverwriteChoice, CliError> {
    let names = names(spec, compiled);
    if !spec.recipe.purpose.updates() || spec.choices.keep.is_some() || names.is_empty() {
        return Ok(OverwriteChoice::As(None));
    }
    // The earlier answer is preselected, so that after a step back only what was wrong has to change.
    let before = match spec.keep() {
        OverwritePolicy::None => 0,
        OverwritePolicy::All => 1,
        OverwritePolicy::Of(_) => 2,
    };
    let mut items = vec!["Replace it", "Keep it, fill only what is empty", "Decide for each field"];
    if has_back {
        items.push("Back to the columns");
    }
    let items: Vec<String> = items.into_iter().map(str::to_owned).collect();
    terminal.print_always("");
    Ok(match terminal.choose("Where a contact has a value already", &items, before, None)? {
        Some(1) => OverwriteChoice::As(Some(OverwritePolicy::All)),
        Some(2) => OverwriteChoice::As(Some(ask_each(terminal, spec, &names)?)),
        Some(3) => OverwriteChoice::Back,
        _ => OverwriteChoice::As(Some(OverwritePolicy::None)),
    })
}

/// Returns the mapped fields without the identifier, which is never overwritten.
fn names<'a>(spec: &ImportSpec, compiled: &'a Compiled) -> Vec<&'a String> {
    let identifier = spec.recipe.identifier.map(Identifier::target);
    let slots = compiled.mapping.slots.iter().filter(|slot| Some(slot.target) != identifier);
    let mut names: Vec<&String> = slots.map(|slot| &slot.field_name).collect();
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.as_str())); // Tags may have several columns.
    names
}

fn ask_each(terminal: &Terminal, spec: &ImportSpec, names: &[&String]) -> Result<OverwritePolicy, CliError> {
    let was_kept = |name: &String| match spec.keep() {
        OverwritePolicy::None => false,
        OverwritePolicy::All => true,
        OverwritePolicy::Of(kept) => kept.contains(name),
    };
    let mut kept = Vec::new();
    for name in names {
        if terminal.confirm(&format!("Keep the {name} that a contact has?"), was_kept(name))? {
            kept.push((*name).clone());
        }
    }
    Ok(if kept.is_empty() { OverwritePolicy::None } else { OverwritePolicy::Of(kept) })
}
