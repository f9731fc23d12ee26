//! `contacts list`: lists contacts, or searches them.

use clap::Args;
use serde_json::json;

use super::contact_json::ContactJson;
use super::show::shown;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::cli::options::LinesOption;
use crate::model::{FieldId, FieldKind, Fields, Key, counted, format_thousands};
use crate::ops::settings::typed_value_options;
use crate::ui::Table;
use crate::values;
use crate::workspace::{ContactFilter, Snapshot, TagIds};

/// Number of contacts shown in a terminal without `--limit`.
const DEFAULT_LIMIT: u64 = 50;

/// Maximum number of words and tags in a search: each takes one or two parameters in SQL, of which SQLite allows
/// 32,766.
const MAX_WORDS: usize = 10_000;

/// Fields that a narrow terminal keeps, because they identify a person.
const ESSENTIAL_FIELDS: [FieldId; 4] = [FieldId::FIRST_NAME, FieldId::LAST_NAME, FieldId::PHONE, FieldId::EMAIL];

/// List contacts, or search them
///
/// A whole phone number or e-mail address finds the contacts that have it, however it is written. Other words are
/// searched for in all values, and every one of them must occur. Case and accents do not matter.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts list
  contacts list Tan --tag newsletter
  contacts list '+60 12-345 6789'
  contacts list --jsonl > contacts.jsonl")]
pub(in crate::cli) struct ListArgs {
    /// Words, a phone number or an e-mail address to search for
    text: Vec<String>,
    /// Only contacts with this tag (repeatable: all of them)
    #[arg(long, value_name = "TAG", add = candidates::tags())]
    tag: Vec<String>,
    /// At most this many [default: 50; all with --json, --jsonl]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    #[command(flatten)]
    pub(in crate::cli) lines: LinesOption,
}

impl ListArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let filter = self.filter(&snapshot, if context.is_for_program() { None } else { Some(DEFAULT_LIMIT) })?;
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let listing = ContactList { snapshot: &snapshot, filter, fields, tags };
        if context.is_for_program() {
            listing.tell_records(context)?;
            return Ok(Exit::Done);
        }
        let (table, total) = listing.table(context.terminal.width())?;
        // Released before the pages: a read transaction that stays open while a person reads keeps SQLite from resetting
        // the log.
        drop(snapshot);
        let rows = table.len() as u64;
        if rows > 0 {
            context.out_table(&table, "contacts show ID")?;
        }
        context.terminal.note(&summary(rows, total));
        Ok(Exit::Done)
    }

    /// Builds the filter: one whole number or address is looked up by its index, anything else by its words.
    fn filter(self, snapshot: &Snapshot<'_>, default_limit: Option<u64>) -> Result<ContactFilter, CliError> {
        self.check_length()?;
        let limit = self.limit.or(default_limit);
        let mut filter = ContactFilter { tags: self.tag, limit, ..ContactFilter::default() };
        if let Some(key) = exact_key(&self.text.join(" "), snapshot)? {
            filter.exact.push(key);
            if snapshot.has_contacts(&filter)? {
                return Ok(filter);
            }
            // No contact has it as a whole. A number may still begin others, or stand in a field of one's own;
            // `@example.com` is then a word that occurs in addresses.
            if let Some(Key::Phone(number)) = filter.exact.pop() {
                filter.number = Some(number);
                return Ok(filter);
            }
        }
        filter.words = self.text.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
        Ok(filter)
    }

    fn check_length(&self) -> Result<(), CliError> {
        let words = self.text.iter().map(|text| text.split_whitespace().count()).sum::<usize>();
        let count = words + self.tag.len();
        if count <= MAX_WORDS {
            return Ok(());
        }
        let (count, most) = (format_thousands(count as u64), format_thousands(MAX_WORDS as u64));
        Err(CliError::usage(format!("a search takes at most {most} words and tags, and these are {count}")))
    }
}

/// Returns the text as key of an identifier, if it is one.
fn exact_key(text: &str, snapshot: &Snapshot<'_>) -> Result<Option<Key>, CliError> {
    if text.contains('@') {
        return Ok(Some(Key::Email(values::email_key(text.trim()).into())));
    }
    // A number begins with `+`, `00` or a national `0`; other digits, such as a year, are searched as words.
    if !text.starts_with(['+', '0']) {
        return Ok(None);
    }
    let rules = typed_value_options(snapshot, None)?;
    Ok(values::read(&FieldKind::Phone, text, &rules).ok().map(|number| Key::Phone(number.text)))
}

/// What is listed: filter, fields and tags of one snapshot.
struct ContactList<'a> {
    snapshot: &'a Snapshot<'a>,
    filter: ContactFilter,
    fields: Fields,
    tags: TagIds,
}

impl ContactList<'_> {
    fn tell_records(&self, context: &Context) -> Result<(), CliError> {
        let mut stream = JsonStream::new(context);
        stream.list("contacts")?;
        let total = self.snapshot.each_contact(&self.filter, &self.tags, &mut |record| {
            stream.record(&ContactJson::new(&record, &self.fields, &self.tags))
        })?;
        stream.finish(&json!({ "total": total }))
    }

    /// Returns the table of the contacts up to the limit, and how many there are in all.
    fn table(&self, width: usize) -> Result<(Table, u64), CliError> {
        let mut table = Table::new(width).number("ID");
        for field in self.fields.iter() {
            table = match field.id {
                // A part of a number reaches somebody else.
                FieldId::PHONE => table.text(&field.name).never_truncate(),
                id if ESSENTIAL_FIELDS.contains(&id) => table.essential_text(&field.name),
                _ => table.text(&field.name).optional(0),
            };
        }
        let total = self.snapshot.each_contact(&self.filter, &self.tags, &mut |record| {
            let id = record.contact.id.to_string();
            let values = self.fields.iter().map(|field| shown(&record, field.id, &self.tags));
            table.row(std::iter::once(id).chain(values));
            Ok::<_, CliError>(())
        })?;
        Ok((table, total))
    }
}

/// `3 of 1,204 contacts`.
fn summary(rows: u64, total: u64) -> String {
    let part = if rows == total { String::new() } else { format!("{} of ", format_thousands(rows)) };
    format!("{part}{}", counted(total, "contact"))
}
