//! The mapping by questions.
//!
//! ```text
//!   many columns? ──▶ offer: take what is suggested, or ask ──▶ questions: column by column
//!                          ▲                                           │
//!                          │ back                                      ▼
//!                          ├──────────────── required: which column has what the purpose needs?
//!                          │                                           │
//!                          └──────────────────── overwrite: what of a contact is not overwritten? ──▶ MappedSource
//! ```

mod overwrite;
mod questions;
mod required;
mod suggestions;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, MappedSource};
use crate::ops::ImportSpec;
use crate::ops::setup::{ColumnAnswers, ColumnResolution, NewFields};
use crate::source::Source;
use overwrite::OverwriteChoice;
use questions::ColumnPrompts;

/// Maps the columns by asking for each that has no field yet.
pub(super) fn map(
    context: &Context,
    source: &mut Source,
    spec: &ImportSpec,
    plan: &mut NewFields,
) -> Result<MappedSource, CliError> {
    let undecided = spec.undecided();
    let columns = ColumnResolution::look(source, &undecided, plan.fields(), &context.cancel)?;
    let notes = prepare::column_notes(&columns, source.columns());
    context.tell_notes(&notes);
    let mut questions = ColumnPrompts::new(context, source, &undecided, plan, &columns);
    let (compiled, keep) = loop {
        // A loop, because the last question leads back to the columns.
        let compiled = questions.prompt_required(&undecided)?;
        match overwrite::ask(&context.terminal, &undecided, &compiled, !questions.is_empty())? {
            OverwriteChoice::Back => {}
            OverwriteChoice::As(keep) => break (compiled, keep),
        }
    };
    let answers = ColumnAnswers { columns: questions.answers(), keep };
    // A field that was created for a column and then left again must not come into the workspace.
    plan.drop_unmapped(&compiled.mapping);
    let mapping = columns.resolve_with(source, &undecided, plan.fields(), &answers)?;
    Ok(MappedSource { mapping, notes })
}
