//! The mapping by questions.
//!
//! ```text
//!   many columns? ──▶ offer: take what is suggested, or ask ──▶ questions: column by column
//!                          ▲                                           │
//!                          │ back                                      ▼
//!                          ├───────────────── missing: which column has what the purpose needs?
//!                          │                                           │
//!                          └───────────────────────── keep: what of a contact is not overwritten? ──▶ Mapped
//! ```

mod keep;
mod missing;
mod offer;
mod questions;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::orders::Orders;
use crate::cli::prepare::{self, Columns, FieldPlan, Mapped};
use crate::source::Source;
use keep::Kept;
use questions::Questions;

/// Maps the columns by asking for each that has no field yet.
pub(super) fn map(
    context: &Context,
    source: &mut Source,
    orders: &Orders,
    plan: &mut FieldPlan,
) -> Result<Mapped, Failure> {
    let undecided = orders.undecided();
    let columns = Columns::look(context, source, &undecided, plan.fields())?;
    let notes = columns.notes(orders, source);
    context.tell_notes(&notes);
    let mut questions = Questions::new(context, source, &undecided, plan, &columns);
    let (mapping, keep) = loop {
        let compiled = questions.until_complete(&undecided)?;
        match keep::ask(&context.terminal, &undecided, &compiled, !questions.is_empty())? {
            Kept::Back => {}
            Kept::As(keep) => break (compiled.mapping, keep),
        }
    };
    let orders = undecided.with(questions.answers(), keep);
    plan.keep_mapped(&mapping);
    Ok(Mapped { notes, ..prepare::finish(source, &orders, plan.fields())? })
}
