//! `contacts duplicates`: contacts that may be in the workspace twice.
//!
//! ```text
//!   phone, email: the index ──▶ shared keys ──┐
//!   name: all contacts ──▶ Buckets ───────────┼──▶ one group after the other ──▶ its contacts loaded ──▶ printed
//!   near: all contacts ──▶ Buckets ──▶ pairs ─┘
//! ```
//!
//! A group is printed as soon as it is found, so that memory does not grow with the number of groups.

mod output;

use clap::Args;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{Field, Fields, Identifier, split_tags};
use crate::ops::duplicates::{DuplicateFinder, Group};
use crate::workspace::{SharedAddresses, Snapshot};
use output::GroupPrinter;

/// Number of groups shown in a terminal without `--limit`.
const DEFAULT_LIMIT: u64 = 20;

/// List contacts that may be one person
///
/// They share a phone number, an e-mail address or an own identifier; with --by name a name, whatever its case and accents.
/// With --near also those of nearly the same name whose numbers end with the same seven digits, or whose addresses begin alike.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts duplicates
  contacts duplicates --by name
  contacts duplicates --by 'CRM ID,email'
  contacts duplicates --near --limit 100")]
pub(in crate::cli) struct DuplicatesArgs {
    /// Values that they share: phone, email, name or a custom field [default: phone, email and own identifiers]
    ///
    /// Several with commas between: 'CRM ID,email'.
    #[arg(long, value_name = "WHAT,…", add = candidates::duplicate_keys())]
    by: Option<String>,
    /// Find similar contacts, too
    #[arg(long)]
    near: bool,
    /// At most this many groups [default: 20; all with --json]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
}

/// What duplicates share.
enum Shared {
    Phone,
    Email(SharedAddresses),
    Name,
    Own(Field),
}

impl DuplicatesArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let limit = self.limit.or(if context.json { None } else { Some(DEFAULT_LIMIT) });
        let wanted = self.wanted(&snapshot)?;
        let mut printer = GroupPrinter::new(context, &snapshot)?;
        let mut print = |group: &Group| printer.print(group);
        let mut search = DuplicateFinder::new(&snapshot, &context.cancel, limit, &mut print)?;
        for shared in &wanted {
            match shared {
                Shared::Phone => search.by_phone()?,
                Shared::Email(addresses) => search.by_email(*addresses)?,
                Shared::Name => search.by_name()?,
                Shared::Own(field) => search.by_field(field)?,
            }
        }
        if self.near {
            search.by_similarity()?;
        }
        let found = search.found;
        printer.finish(found)?;
        Ok(Exit::Done)
    }

    /// Returns what is searched, in its order.
    fn wanted(&self, snapshot: &Snapshot<'_>) -> Result<Vec<Shared>, CliError> {
        let fields = snapshot.fields()?;
        let Some(by) = &self.by else {
            let own = snapshot.identifier_fields()?;
            let own = fields.iter().filter(|field| own.contains_key(&field.id)).cloned().map(Shared::Own);
            // After the phones, groups that were found by them are not repeated for their shared address.
            let standard = [Shared::Phone, Shared::Email(SharedAddresses::WithoutSharedPhone)];
            return Ok(standard.into_iter().chain(own).collect());
        };
        let mut wanted = Vec::new();
        for name in split_tags(by, Some(',')) {
            // Likewise.
            let is_after_phone = wanted.iter().any(|shared| matches!(shared, Shared::Phone));
            let addresses = if is_after_phone { SharedAddresses::WithoutSharedPhone } else { SharedAddresses::All };
            wanted.push(shared(&name, &fields, addresses)?);
        }
        Ok(wanted)
    }
}

/// Reads what contacts may share; of e-mail addresses, these.
fn shared(name: &str, fields: &Fields, addresses: SharedAddresses) -> Result<Shared, CliError> {
    if name.eq_ignore_ascii_case("name") {
        return Ok(Shared::Name);
    }
    match Identifier::named(name) {
        Identifier::Phone => Ok(Shared::Phone),
        Identifier::Email => Ok(Shared::Email(addresses)),
        _ => own_fields(fields)
            .find(|field| Fields::key(&field.name) == Fields::key(name))
            .map(|field| Shared::Own(field.clone()))
            .ok_or_else(|| not_shared(name, fields)),
    }
}

/// Returns the custom fields whose values may tell one person from another.
fn own_fields(fields: &Fields) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| field.id.is_custom() && field.kind.is_identifier())
}

/// Returns the error for a name of nothing by which duplicates are found.
fn not_shared(name: &str, fields: &Fields) -> CliError {
    let what = ["phone", "email", "name"].into_iter().chain(own_fields(fields).map(|field| field.name.as_str()));
    let what = what.collect::<Vec<_>>().join(", ");
    CliError::usage(format!("--by: there is no identifier '{name}'; duplicates are found by {what}"))
}
