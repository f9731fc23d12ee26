use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::orders::Orders;
use crate::mapping::{self, Compiled};
use crate::model::{Fields, Recipe};
use crate::source::Source;

/// A source whose columns have found their fields.
pub(in crate::cli) struct Mapped {
    pub(in crate::cli) compiled: Compiled,
    pub(in crate::cli) recipe: Recipe,
}

/// Maps the columns as it was decided, as it was typed, and by their names; what is left is suggested.
pub(in crate::cli) fn map(
    context: &Context,
    source: &mut Source,
    orders: &Orders,
    fields: &Fields,
) -> Result<Mapped, Failure> {
    let request = orders.mapping()?;
    let compiled = mapping::compile(source.columns(), fields, &request)?;
    tell(context, orders, &compiled);
    mapping::check_complete(&compiled, source.columns(), fields, request.purpose, request.identifier)?;
    let recipe = super::complete(orders, source, &compiled);
    Ok(Mapped { compiled, recipe })
}

fn tell(context: &Context, orders: &Orders, compiled: &Compiled) {
    for (field, places) in &compiled.contested {
        let places = places.join(" and ");
        context
            .terminal
            .warn(&format!("columns {places} are both named {field}: neither is imported; use --map '#N={field}'"));
    }
    if !compiled.unmatched.is_empty() && !orders.typed.only_mapped {
        let columns = compiled.unmatched.iter().map(|column| format!("'{column}'")).collect::<Vec<_>>().join(", ");
        context
            .terminal
            .note(&format!("note: not imported, because no contact field has that name: {columns}; see --map"));
    }
    if compiled.contact_id_left_out && !orders.typed.only_mapped {
        context
            .terminal
            .note("note: the Contact IDs are left out: they are never written, and they are not the identifier");
    }
    for field in &compiled.keep_without_column {
        context.terminal.warn(&format!("--do-not-overwrite: {field} is not mapped, so it is not overwritten anyway"));
    }
}
