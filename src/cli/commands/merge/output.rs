//! Prints a merge as table or JSON.

use serde_json::{Value, json};

use crate::cli::contact_args::undo_hint;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::matching::{Choice, ContactMerge};
use crate::model::{ContactId, FieldId, Fields, Text};
use crate::ops::Warning;
use crate::ops::contacts::format_ids;
use crate::ui::Table;
use crate::workspace::TagIds;

/// A merge, or its dry run.
pub(super) struct MergeOutput<'a> {
    /// The merged contact and its alternatives.
    pub(super) join: ContactMerge,
    /// Names of the fields.
    pub(super) fields: &'a Fields,
    /// Names of the tags.
    pub(super) tags: &'a TagIds,
    /// Warnings about suppressed values that the contact has, or gives up.
    pub(super) warnings: Vec<Warning>,
    /// Number of the entry in the history; `None` if it is not written.
    pub(super) entry: Option<i64>,
}

impl MergeOutput<'_> {
    /// Prints the merge.
    pub(super) fn tell(&self, context: &Context) -> Result<(), CliError> {
        if context.json {
            return context.out_json(&self.to_json());
        }
        let Some(kept) = self.join.kept() else { return Ok(()) };
        let absorbed = format_ids(&self.join.absorbed());
        let table = self.table(context);
        let text = match self.entry {
            Some(entry) => format!("Merged {absorbed} into {kept}\n\n{table}\n{}", undo_hint(context, entry)),
            None => format!("Would merge {absorbed} into {kept}\n\n{table}\nDry run: nothing was written.\n"),
        };
        Ok(context.terminal.out(&text)?)
    }

    /// Returns a table of the values that the surviving contact has, whose they are, and which values are dropped.
    pub(super) fn table(&self, context: &Context) -> Table {
        let mut table = Table::new(context.terminal.width())
            .wrap_text("Field")
            .wrap_text("Value")
            .text("Of")
            .never_truncate()
            .wrap_text("Given up");
        for Choice { field, values } in self.join.fields() {
            let Some(((value, owners), others)) = values.split_first() else { continue };
            let given_up: Vec<String> =
                others.iter().map(|(value, owners)| format!("{value} ({})", format_ids(owners))).collect();
            table.row([self.fields.name(field), value, &format_ids(owners), &given_up.join(", ")]);
        }
        if !self.tag_names().is_empty() {
            table.row([self.fields.name(FieldId::TAGS), &self.tag_names().join(", ")]);
        }
        table
    }

    fn tag_names(&self) -> Vec<&str> {
        self.join.tags().into_iter().map(|tag| self.tags.interner.name(tag)).collect()
    }

    fn to_json(&self) -> Value {
        let field = |Choice { field, values }: &Choice| {
            let value =
                |(value, owners): &(Text, Vec<ContactId>)| json!({ "value": value.as_str(), "contacts": owners });
            let mut values = values.iter().map(value);
            json!({ "field": self.fields.name(*field), "takes": values.next(), "given_up": values.collect::<Vec<_>>() })
        };
        json!({
            "kept": self.join.kept(),
            "absorbed": self.join.absorbed(),
            "entry": self.entry,
            "dry_run": self.entry.is_none(),
            "fields": self.join.fields().iter().map(field).collect::<Vec<_>>(),
            "tags": self.tag_names(),
            "warnings": self.warnings,
        })
    }
}
