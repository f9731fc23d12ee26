//! `review --row LINE`: explains one row, from cell to value to match to action.

use serde_json::{Value, json};

use super::changes::change_json;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::render::{of_field, of_tags};
use crate::import::{Explained, ExplainedIdentifier, Explanation};
use crate::model::{Action, CellInput, ContactId, Fields, Issue, NearMiss};
use crate::ops::setup::PreparedList;
use crate::ui::{Table, sanitize};
use crate::workspace::{Snapshot, Workspace};

/// Explains the row that begins on a line: from cell to value to match to action.
///
/// # Errors
/// `row-not-found` if no row begins there, with the line of the row before it.
pub(super) fn explain(
    context: &Context,
    prepared: &mut PreparedList<'_>,
    workspace: &Workspace,
    fields: &Fields,
    line: u64,
) -> Result<Exit, CliError> {
    let snapshot = workspace.snapshot()?;
    let explanation = match prepared.import.explain(&snapshot, line)? {
        Explained::Row(explanation) => explanation,
        Explained::NoRow { before } => return Err(no_row(line, before)),
    };
    if context.json {
        context.out_json(&json!({ "row": row_json(fields, &explanation) }))?;
    } else {
        let path = context.shown_path(prepared.import.source().path());
        let text = RowExplanation { context, fields, snapshot: &snapshot, explanation: &explanation }.text()?;
        context.page(&format!("Line {line} of {path}\n\n{text}"))?;
    }
    // The exit code is that of an import of this row alone.
    let is_error = explanation.planned.issues.iter().any(Issue::is_error);
    Ok(if is_error { Exit::DoneWithErrors } else { Exit::Done })
}

fn no_row(line: u64, before: Option<u64>) -> CliError {
    let failure = CliError::not_found("row-not-found", format!("no row begins on line {line}"));
    match before {
        Some(before) => failure.with_hint(format!("the row before it begins on line {before}")),
        None => failure.with_hint("line 1 is the header; the rows follow"),
    }
}

/// The explanation of a row for a terminal.
struct RowExplanation<'a> {
    context: &'a Context,
    fields: &'a Fields,
    snapshot: &'a Snapshot<'a>,
    explanation: &'a Explanation,
}

impl RowExplanation<'_> {
    fn text(&self) -> Result<String, CliError> {
        let mut text = self.cells().to_string();
        text += &format!("\nMatch   {}\n", self.matches()?);
        text += &format!("Action  {}\n", self.action());
        for change in self.changes() {
            text += &format!("        {change}\n");
        }
        for issue in &self.explanation.planned.issues {
            let label = if issue.is_error() { "Error  " } else { "Warning" };
            let column = issue.column.as_ref().map_or_else(String::new, |column| format!("{}: ", sanitize(column)));
            text += &format!("{label} {column}{} ({})\n", issue.message, issue.code.as_str());
        }
        for NearMiss { contact, likeness } in &self.explanation.near_misses {
            text += &format!("Near    {} {}\n", self.contact(*contact)?, likeness.describe());
        }
        Ok(text)
    }

    fn cells(&self) -> Table {
        let mut table = Table::new(self.context.terminal.width())
            .wrap_text("Column")
            .wrap_text("Contact field")
            .wrap_text("Cell")
            .wrap_text("Value");
        for cell in &self.explanation.cells {
            let column = cell.column.as_deref().unwrap_or("(same for every row)");
            let raw = cell.cell.as_deref().unwrap_or("(none)");
            table.row([column, &cell.field, raw, &self.value(&cell.incoming, &cell.field)]);
        }
        table
    }

    fn value(&self, incoming: &CellInput, field: &str) -> String {
        let is_wrong = |issue: &&Issue| issue.is_error() && issue.field.as_deref() == Some(field);
        match incoming {
            CellInput::Value(value) => value.to_string(),
            CellInput::Clear => "(emptied)".to_owned(),
            // An invalid value is planned as blank; the issue tells the two apart.
            CellInput::Blank if self.explanation.planned.issues.iter().any(|issue| is_wrong(&issue)) => {
                "(error)".to_owned()
            }
            CellInput::Blank => "(nothing)".to_owned(),
        }
    }

    fn matches(&self) -> Result<String, CliError> {
        let contacts = self.explanation.matches.iter().map(|id| self.contact(*id)).collect::<Result<Vec<_>, _>>()?;
        let contacts = if contacts.is_empty() { "no contact".to_owned() } else { contacts.join(", ") };
        Ok(contacts + &matched_by(&self.explanation.identifiers))
    }

    /// `contact 17 (Ann Tan)`.
    fn contact(&self, id: ContactId) -> Result<String, CliError> {
        let name = self.snapshot.contact_name(id)?.unwrap_or_default().to_string();
        Ok(if name.is_empty() { format!("contact {id}") } else { format!("contact {id} ({})", sanitize(&name)) })
    }

    fn action(&self) -> String {
        let meaning = match &self.explanation.planned.action {
            Action::Add(_) => "a contact would be added",
            Action::Update(update) if update.unchanged => "nothing would change",
            Action::Update(_) => "the contact would be updated",
            Action::Skip => "the purpose leaves the row alone",
            Action::Suppress => "suppressed: this person is left alone, whatever the purpose",
            Action::Reject => "nothing would change until it is corrected",
        };
        format!("{}: {meaning}", self.explanation.planned.status().as_str())
    }

    fn changes(&self) -> Vec<String> {
        let Action::Update(update) = &self.explanation.planned.action else { return Vec::new() };
        let fields = update.fields.iter().map(|change| of_field(self.fields, change));
        let tags = of_tags(update, &self.explanation.tags).map(|tags| format!("Tags: {tags}"));
        fields.chain(tags).collect()
    }
}

/// `, matched by Email, CRM ID was blank`, where there are several identifiers.
fn matched_by(identifiers: &[ExplainedIdentifier]) -> String {
    if identifiers.len() < 2 {
        return String::new();
    }
    let decides = identifiers.iter().position(|identifier| identifier.decides);
    let stronger = &identifiers[..decides.unwrap_or(identifiers.len())];
    let by = decides.map(|at| format!(", matched by {}", identifiers[at].field));
    let others = stronger.iter().map(|ExplainedIdentifier { field, has_value, .. }| {
        if *has_value { format!(", {field} matches nobody") } else { format!(", {field} was blank") }
    });
    by.into_iter().chain(others).collect()
}

/// Returns the explanation of a row as JSON.
fn row_json(fields: &Fields, explanation: &Explanation) -> Value {
    let Explanation { cells, matches, identifiers, planned, near_misses, tags, .. } = explanation;
    let matched_by = identifiers.iter().find(|identifier| identifier.decides).map(|identifier| &identifier.field);
    let cell = |cell: &crate::import::ExplainedCell| {
        let (value, clears) = match &cell.incoming {
            CellInput::Value(value) => (Some(value.as_str()), false),
            CellInput::Clear => (None, true),
            CellInput::Blank => (None, false),
        };
        json!({ "column": cell.column, "field": cell.field, "cell": cell.cell, "value": value, "clears": clears })
    };
    let near = |miss: &NearMiss| json!({ "contact": miss.contact.0, "likeness": miss.likeness.as_str() });
    let changes = match &planned.action {
        Action::Update(update) => Some(change_json(fields, planned.line, update, tags)),
        _ => None,
    };
    json!({
        "line": planned.line,
        "cells": cells.iter().map(cell).collect::<Vec<_>>(),
        "matched_by": matched_by,
        "matches": matches.iter().map(|id| id.0).collect::<Vec<_>>(),
        "status": planned.status().as_str(),
        "changes": changes,
        "issues": planned.issues,
        "near_misses": near_misses.iter().map(near).collect::<Vec<_>>(),
    })
}
