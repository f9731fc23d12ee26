//! `contacts mappings show`: one saved mapping with all its options.

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::mapping::{SPLIT_FIELDS, SavedMapping};
use crate::model::{FieldDefinition, JobSettings, ParseSettings, Recipe, format_local, format_utc};
use crate::ops::saved_mappings;
use crate::ui::Table;

/// Show what a saved mapping says
///
/// Its purpose, identifier, tags, options, guards and fields, and which column goes to which contact field.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts mappings show crm
  contacts mappings show crm --json")]
pub(super) struct ShowArgs {
    /// The mapping's name, as contacts mappings list shows it
    #[arg(add = candidates::mappings())]
    name: String,
}

impl ShowArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.workspace_to_read()?;
        let stored = saved_mappings::find(&workspace.snapshot()?, &self.name)?;
        let SavedMapping { recipe, job, .. } = saved_mappings::read(&stored)?;
        if context.json {
            let saved_at = format_utc(stored.saved_at);
            return context
                .out_json(&json!({ "name": stored.name, "saved_at": saved_at, "recipe": recipe, "job": job }));
        }
        let mut decisions = Table::new(context.terminal.width()).text("").wrap_text("");
        decisions.row(["Name", &stored.name]);
        decisions.row(["Saved", &format_local(stored.saved_at)]);
        render::recipe_rows(&mut decisions, &recipe);
        reading_rows(&mut decisions, &recipe.reading);
        job_rows(&mut decisions, &job);
        context.page(&format!("{decisions}\n{}", columns(context, &recipe)))
    }
}

/// Adds the reading options that were set.
fn reading_rows(table: &mut Table, reading: &ParseSettings) {
    for (name, value) in reading.entries() {
        let name = name.replace('-', " ");
        table.row([&capitalized(&name), value.as_deref().unwrap_or("yes")]);
    }
}

/// Adds the guards, and the fields that an import creates where they are missing.
fn job_rows(table: &mut Table, job: &JobSettings) {
    for (name, limit) in job.guards.entries() {
        table.row([&capitalized(&name.replace('-', " ")), &limit]);
    }
    let described = |field: &FieldDefinition| match field.kind.options() {
        [] => format!("{} ({})", field.name, field.kind.name()),
        options => format!("{} ({}: {})", field.name, field.kind.name(), options.join(", ")),
    };
    if !job.fields.is_empty() {
        let fields: Vec<String> = job.fields.iter().map(described).collect();
        table.row(["Creates fields", &fields.join("; ")]);
    }
}

fn capitalized(words: &str) -> String {
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    first.to_uppercase() + rest
}

fn columns(context: &Context, recipe: &Recipe) -> Table {
    let mut table = Table::new(context.terminal.width()).number("#").wrap_text("Column").wrap_text("Contact field");
    for column in &recipe.columns {
        let field = match column.split {
            Some(order) => format!("{SPLIT_FIELDS} (split, {})", order.describe()),
            None => column.field.clone().unwrap_or_else(|| "— (left out)".to_owned()),
        };
        table.row([&column.position.to_string(), &column.header, &field]);
    }
    for constant in &recipe.constants {
        table.row(["", &format!("always: {}", constant.value), &constant.field]);
    }
    table
}
