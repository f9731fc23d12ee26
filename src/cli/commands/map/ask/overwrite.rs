//! The question which fields keep the values that contacts already have.

use std::collections::HashSet;

use crate::cli::commands::steps::{Arrival, BACK};
use crate::cli::error::CliError;
use crate::mapping::Compiled;
use crate::model::{Fields, OverwritePolicy};
use crate::ops::ImportSpec;
use crate::ui::Terminal;

/// Fields of contacts whose values a row may replace.
pub(super) struct Question<'a> {
    names: Vec<&'a String>,
    /// The policy that is preselected: the one of the saved mapping, or the default.
    policy: &'a OverwritePolicy,
}

impl<'a> Question<'a> {
    /// Returns the question; `None` if the purpose changes no contact or the policy was typed.
    pub(super) fn of(spec: &'a ImportSpec, compiled: &'a Compiled) -> Option<Self> {
        let names = names(compiled);
        let is_open = spec.recipe.purpose.updates() && spec.choices.keep.is_none() && !names.is_empty();
        is_open.then(|| Self { names, policy: spec.keep() })
    }

    /// Asks which fields keep their values, with the earlier answer preselected; `None` after Esc.
    pub(super) fn ask(
        &self,
        terminal: &Terminal,
        before: Option<&OverwritePolicy>,
        arrival: Arrival,
    ) -> Result<Option<OverwritePolicy>, CliError> {
        let items = ["Replace it", "Keep it, fill only what is empty", "Decide for each field"].map(str::to_owned);
        let before = before.unwrap_or(self.policy);
        let default = match before {
            OverwritePolicy::None => 0,
            OverwritePolicy::All => 1,
            OverwritePolicy::Of(_) => 2,
        };
        terminal.print_always("");
        loop {
            let question = "Where a contact has a value already";
            let Some(chosen) = terminal.choose(question, &items, default, arrival.escape())? else { return Ok(None) };
            match chosen {
                0 => return Ok(Some(OverwritePolicy::None)),
                1 => return Ok(Some(OverwritePolicy::All)),
                _ => {}
            }
            if let Some(policy) = self.ask_each(terminal, before)? {
                return Ok(Some(policy));
            }
        }
    }

    /// Asks field by field; `None` after Esc at the first.
    fn ask_each(&self, terminal: &Terminal, before: &OverwritePolicy) -> Result<Option<OverwritePolicy>, CliError> {
        let mut keeps: Vec<bool> = self.names.iter().map(|name| is_kept(before, name)).collect();
        let mut at = 0;
        while let (Some(name), Some(keep)) = (self.names.get(at), keeps.get_mut(at)) {
            match terminal.confirm_or(&format!("Keep the {name} that a contact has?"), *keep, Some(BACK))? {
                Some(answer) => (*keep, at) = (answer, at + 1),
                None if at == 0 => return Ok(None),
                None => at -= 1,
            }
        }
        let kept = self.names.iter().zip(keeps).filter(|(_, keep)| *keep).map(|(name, _)| (*name).clone());
        let kept: Vec<String> = kept.collect();
        Ok(Some(if kept.is_empty() { OverwritePolicy::None } else { OverwritePolicy::Of(kept) }))
    }
}

fn is_kept(policy: &OverwritePolicy, name: &str) -> bool {
    match policy {
        OverwritePolicy::None => false,
        OverwritePolicy::All => true,
        OverwritePolicy::Of(kept) => kept.iter().any(|kept| Fields::key(kept) == Fields::key(name)),
    }
}

/// Returns the mapped fields without the strongest identifier, which is never overwritten.
fn names(compiled: &Compiled) -> Vec<&String> {
    // A weaker identifier is a value as others are: a contact that is recognised by its number may get a new address.
    let identifier = compiled.identifiers.first();
    let slots = compiled.mapping.slots.iter().filter(|slot| Some(&slot.target) != identifier);
    let mut names: Vec<&String> = slots.map(|slot| &slot.field_name).collect();
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.as_str())); // Tags may have several columns.
    names
}
