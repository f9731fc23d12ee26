//! Options that imports added to fields, and what becomes of them, in words and in JSON.

use serde_json::{Value, json};

use super::command_line::CommandLine;
use super::context::Context;
use crate::model::format_thousands;
use crate::ops::added_options::{OptionFate, OptionOutcome};

impl OptionFate {
    /// Returns the sentence for a person, with the reason: `'Tin' of 'Level': kept, because 2 contacts have it`.
    pub(super) fn words(&self, context: &Context) -> String {
        let Self { field, option, outcome } = self;
        let subject = format!("'{option}' of '{field}'");
        match outcome {
            OptionOutcome::Removed => format!("{subject}: removed, because nothing else uses it"),
            OptionOutcome::Restored => format!("{subject}: brought back"),
            OptionOutcome::KeptForContacts(1) => format!("{subject}: kept, because 1 contact has it"),
            OptionOutcome::KeptForContacts(many) => {
                format!("{subject}: kept, because {} contacts have it", format_thousands(*many))
            }
            OptionOutcome::KeptForMappings(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
                format!("{subject}: kept, because saved mappings set it: {}", names.join(", "))
            }
            OptionOutcome::KeptAsLast => {
                let remove = CommandLine::of(context, "fields remove").with_name(field);
                format!("{subject}: kept, because the field has no other; to remove the field: {remove}")
            }
        }
    }

    /// Returns the fate as JSON.
    pub(super) fn to_json(&self, context: &Context) -> Value {
        let (outcome, reason) = match self.outcome {
            OptionOutcome::Removed => ("removed", None),
            OptionOutcome::Restored => ("restored", None),
            OptionOutcome::KeptForContacts(_) => ("kept", Some("contacts")),
            OptionOutcome::KeptForMappings(_) => ("kept", Some("saved-mapping")),
            OptionOutcome::KeptAsLast => ("kept", Some("last-option")),
        };
        json!({
            "field": self.field,
            "option": self.option,
            "outcome": outcome,
            "reason": reason,
            "message": self.words(context),
        })
    }
}
