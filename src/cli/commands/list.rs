//! `contacts list`: lists contacts, or searches them.

use clap::Args;
use serde_json::json;

use super::contact_json::ContactJson;
use super::show::shown;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::cli::options::{LayoutOptions, LinesOption, SelectionOptions};
use crate::cli::suppressed::suppressed_contacts;
use crate::model::{FieldId, Fields, Listing, Target, counted_of};
use crate::ops::selection::ID_HEADING;
use crate::ops::suppressions::SuppressedContacts;
use crate::ui::Table;
use crate::workspace::{ContactRecord, Snapshot, TagIds};

/// Number of contacts shown in a terminal without `--limit`.
const DEFAULT_LIMIT: u64 = 50;

/// Fields that a narrow terminal keeps, because they identify a person.
const ESSENTIAL_FIELDS: [FieldId; 4] = [FieldId::FIRST_NAME, FieldId::LAST_NAME, FieldId::PHONE, FieldId::EMAIL];

/// List contacts, or search them
///
/// A whole phone number or e-mail address finds the contacts that have it, however it is written. Other words are
/// searched for in all values, and every one of them must occur. Case and accents do not matter.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts list Tan --tag newsletter
  contacts list --where 'Country = Malaysia' --sort Email")]
pub(in crate::cli) struct ListArgs {
    /// Words, a phone number or an e-mail address to search for
    text: Vec<String>,
    #[command(flatten)]
    selection: SelectionOptions,
    #[command(flatten)]
    layout: LayoutOptions,
    /// At most this many [default: 50; with JSON all]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    #[command(flatten)]
    pub(in crate::cli) lines: LinesOption,
}

impl ListArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let list = self.list(context, &snapshot)?;
        if context.is_for_program() {
            list.tell_records(context)?;
            return Ok(Exit::Done);
        }
        let (table, total) = list.table(context.terminal.width())?;
        // Released before the pages: a read transaction that stays open while a person reads keeps SQLite from resetting
        // the log.
        drop(snapshot);
        let rows = table.len() as u64;
        if rows > 0 {
            context.out_table(&table, "contacts show ID")?;
        }
        context.terminal.note(&counted_of(rows, total, "contact"));
        Ok(Exit::Done)
    }

    fn list<'a>(&self, context: &Context, snapshot: &'a Snapshot<'a>) -> Result<ContactList<'a>, CliError> {
        let default_limit = if context.is_for_program() { None } else { Some(DEFAULT_LIMIT) };
        let listing = Listing {
            selection: self.selection.read(context, snapshot, &self.text)?,
            sort: self.layout.sort(snapshot)?,
            limit: self.limit.or(default_limit),
        };
        let columns = self.layout.columns(snapshot)?;
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let suppressed = suppressed_contacts(context, snapshot, &fields);
        Ok(ContactList { snapshot, listing, columns, suppressed, fields, tags })
    }
}

/// What is listed, with the fields and tags of one snapshot.
struct ContactList<'a> {
    snapshot: &'a Snapshot<'a>,
    listing: Listing,
    /// The columns that were named.
    columns: Option<Vec<Target>>,
    /// Contacts of people who are left alone, which are marked.
    suppressed: SuppressedContacts,
    fields: Fields,
    tags: TagIds,
}

impl ContactList<'_> {
    fn tell_records(&self, context: &Context) -> Result<(), CliError> {
        let mut stream = JsonStream::new(context);
        stream.list("contacts")?;
        let total = self.snapshot.each_contact(&self.listing, &self.tags, &mut |record| {
            let contact = ContactJson::new(&record, &self.fields, &self.tags);
            let contact = contact.with_columns(self.columns.as_deref());
            stream.record(&contact.suppressed(self.suppressed.contains(&record.contact)))
        })?;
        stream.finish(&json!({ "total": total }))
    }

    /// Returns the table of the contacts up to the limit, and how many there are in all.
    fn table(&self, width: usize) -> Result<(Table, u64), CliError> {
        let columns = self.columns.clone().unwrap_or_else(|| self.all_columns());
        let mut table = columns.iter().fold(Table::new(width), |table, column| self.with_column(table, *column));
        // With columns that were named too: who copies their addresses must see whom to leave out.
        let is_marked = !self.suppressed.is_empty();
        if is_marked {
            table = table.text("Suppressed").never_truncate();
        }
        let total = self.snapshot.each_contact(&self.listing, &self.tags, &mut |record| {
            let mark = is_marked.then(|| if self.suppressed.contains(&record.contact) { "yes" } else { "" }.to_owned());
            table.row(columns.iter().map(|column| self.cell(&record, *column)).chain(mark));
            Ok::<_, CliError>(())
        })?;
        Ok((table, total))
    }

    fn all_columns(&self) -> Vec<Target> {
        let fields = self.fields.iter().map(|field| Target::Field(field.id));
        std::iter::once(Target::ContactId).chain(fields).collect()
    }

    fn with_column(&self, table: Table, column: Target) -> Table {
        let name = self.fields.target_name(column);
        match column {
            Target::ContactId => table.number(ID_HEADING),
            // A part of a number reaches somebody else.
            Target::Field(FieldId::PHONE) => table.text(name).never_truncate(),
            // Nothing that was asked for by its name is left out.
            Target::Field(field) if self.columns.is_some() || ESSENTIAL_FIELDS.contains(&field) => {
                table.essential_text(name)
            }
            Target::Field(_) => table.text(name).optional(0),
        }
    }

    fn cell(&self, record: &ContactRecord, column: Target) -> String {
        match column {
            Target::ContactId => record.contact.id.to_string(),
            Target::Field(field) => shown(record, field, &self.tags),
        }
    }
}
