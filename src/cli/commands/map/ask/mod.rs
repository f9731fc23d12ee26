//! The mapping by questions.
//!
//! ```text
//!   many columns? ──▶ offer: take what is suggested, or ask ──▶ questions: column by column
//!                          ▲                                           │
//!                          │ back                                      ▼
//!                          ├──────────────── required: which column has what the purpose needs?
//!                          │                                           │
//!                          └──────────────────── overwrite: what of a contact is not overwritten? ──▶ ResolvedMapping
//! ```

mod overwrite;
mod questions;
mod required;
mod suggestions;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, ColumnResolution, NewFields, ResolvedMapping};
use crate::cli::typed_import::TypedImport;
use crate::source::Source;
use overwrite::OverwriteChoice;
use questions::ColumnPrompts;

/// Maps the columns by asking for each that has no field yet.
pub(super) fn map(
    context: &Context,
    source: &mut Source,
    orders: &TypedImport,
    plan: &mut NewFields,
) -> Result<ResolvedMapping, CliError> {
    let undecided = orders.undecided();
    let columns = ColumnResolution::look(context, source, &undecided, plan.fields())?;
    let notes = columns.notes(orders, source);
    context.tell_notes(&notes);
    let mut questions = ColumnPrompts::new(context, source, &undecided, plan, &columns);
    let (mapping, keep) = loop {
        // A loop, because the last question leads back to the columns.
        let compiled = questions.prompt_required(&undecided)?;
        match overwrite::ask(&context.terminal, &undecided, &compiled, !questions.is_empty())? {
            OverwriteChoice::Back => {}
            OverwriteChoice::As(keep) => break (compiled.mapping, keep),
        }
    };
    let orders = undecided.with(questions.answers(), keep);
    // A field that was created for a column and then left again must not come into the workspace.
    plan.drop_unmapped(&mapping);
    Ok(ResolvedMapping { notes, ..prepare::finish(source, &orders, plan.fields())? })
}
