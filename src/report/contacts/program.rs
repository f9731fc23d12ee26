//! Contacts as the CSV file that another program imports.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::program_columns::{GOOGLE, MAILCHIMP, OUTLOOK, Source, THUNDERBIRD};
use super::{ContactFormat, ExportedContact};
use crate::model::{Field, FieldId, Fields, KnownField, KnownFields, OWN_COLUMN_SUFFIX, join_tags, join_tags_with};
use crate::report::{CsvStyle, RowWriter};

/// Program that imports contacts from CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Google Contacts.
    Google,
    /// Outlook, also on the web.
    Outlook,
    /// Thunderbird's address book.
    Thunderbird,
    /// An audience of Mailchimp.
    Mailchimp,
}

/// CSV with the columns of a program, which a preset of the import recognises. Fields for which the program has no column
/// follow under their own names, so that nothing is lost.
#[derive(Debug)]
pub struct ProgramTable {
    program: Program,
    columns: Vec<Column>,
    known: KnownFields,
    rows: RowWriter,
}

#[derive(Debug)]
struct Column {
    header: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// What the program's own column holds.
    Source(Source),
    /// A text that stands where the field has a value: Google's name of a custom field.
    LabelOf(FieldId, String),
}

impl Program {
    fn columns(self) -> &'static [(&'static str, Source)] {
        match self {
            Self::Google => GOOGLE,
            Self::Outlook => OUTLOOK,
            Self::Thunderbird => THUNDERBIRD,
            Self::Mailchimp => MAILCHIMP,
        }
    }

    /// Writes tags so that the preset reads them back.
    fn tags(self, tags: &[&str]) -> String {
        match self {
            Self::Google => tags.iter().map(|tag| google_label(tag)).collect::<Vec<_>>().join(" ::: "),
            Self::Outlook => join_tags_with(tags.iter().copied(), ';'),
            Self::Thunderbird | Self::Mailchimp => join_tags(tags.iter().copied()),
        }
    }
}

/// A tag as a label. `* ` before a label marks those of Google's own, and `:::` stands between labels.
fn google_label(tag: &str) -> Cow<'_, str> {
    let tag = if tag.starts_with("* ") { Cow::Owned(format!("* {tag}")) } else { Cow::Borrowed(tag) };
    if tag.contains(":::") { Cow::Owned(tag.replace(":::", ": : :")) } else { tag }
}

impl ProgramTable {
    /// Creates the form for contacts with these fields. Those for which the program has no column get one if they are among
    /// `used`, the fields in which any contact has a value.
    pub fn new(program: Program, fields: &[Field], used: &BTreeSet<FieldId>) -> Self {
        let known = KnownFields::of(fields);
        let own = program.columns().iter();
        let columns =
            own.map(|(header, source)| Column { header: (*header).to_owned(), content: Content::Source(*source) });
        let mut table = Self {
            program,
            columns: columns.collect(),
            known,
            rows: RowWriter::new(CsvStyle { delimiter: b',', bom: program == Program::Outlook, columns: 0 }),
        };
        for field in fields.iter().filter(|field| used.contains(&field.id)) {
            if !table.holds(field.id) {
                table.add(field);
            } else if table.column_named(&field.name).is_some_and(|at| !table.holds_in(at, field.id)) {
                table.add_under_own_name(field);
            }
        }
        table.rows = table.rows.with_columns(table.columns.len());
        table
    }

    /// Returns true if a column holds the field. Three columns for a birthday do not: an import puts no columns together, so
    /// the whole day follows them.
    fn holds(&self, field: FieldId) -> bool {
        (0..self.columns.len()).any(|at| self.holds_in(at, field))
    }

    /// Returns true if the column at this place holds the field.
    fn holds_in(&self, at: usize, field: FieldId) -> bool {
        match self.columns[at].content {
            Content::Source(Source::Field(held)) => held == field,
            Content::Source(Source::Known(held)) => self.known.meaning(field) == Some(held),
            Content::Source(Source::Tags) => field == FieldId::TAGS,
            _ => false,
        }
    }

    /// Adds a column for a field that has none.
    fn add(&mut self, field: &Field) {
        match self.column_named(&field.name) {
            // Not where a column of Google's has its name: read back, that column would be taken for the field.
            None if self.program == Program::Google && field.id.is_custom() => self.add_custom_field(field),
            Some(at) if self.is_free(&self.columns[at]) => self.columns[at].content = own_content(field),
            _ => self.add_under_own_name(field),
        }
    }

    /// Adds a column that no column of the program can be taken for.
    fn add_under_own_name(&mut self, field: &Field) {
        let mut header = field.name.clone();
        while self.column_named(&header).is_some() {
            header += OWN_COLUMN_SUFFIX;
        }
        self.columns.push(Column { header, content: own_content(field) });
    }

    /// The place of the column with this header, in any case.
    fn column_named(&self, header: &str) -> Option<usize> {
        let key = Fields::key(header);
        self.columns.iter().position(|column| Fields::key(&column.header) == key)
    }

    /// Google's own form for what it has no column for.
    fn add_custom_field(&mut self, field: &Field) {
        let number = 1 + self.columns.iter().filter(|column| matches!(column.content, Content::LabelOf(..))).count();
        let label = Content::LabelOf(field.id, field.name.clone());
        let value = Content::Source(Source::Field(field.id));
        self.columns.push(Column { header: format!("Custom Field {number} - Label"), content: label });
        self.columns.push(Column { header: format!("Custom Field {number} - Value"), content: value });
    }

    /// Returns true if no contact can have anything in the column.
    fn is_free(&self, column: &Column) -> bool {
        match column.content {
            Content::Source(Source::Nothing) => true,
            Content::Source(Source::Known(meaning)) => self.known.field(meaning).is_none(),
            _ => false,
        }
    }

    fn cell<'c>(&'c self, contact: &'c ExportedContact<'_>, column: &'c Column) -> Cow<'c, str> {
        let known = |meaning| contact.known(&self.known, meaning);
        match &column.content {
            Content::LabelOf(field, label) => Cow::Borrowed(if contact.value(*field).is_empty() { "" } else { label }),
            Content::Source(source) => match *source {
                Source::Nothing => Cow::Borrowed(""),
                Source::Field(field) => Cow::Borrowed(contact.value(field)),
                Source::Known(meaning) => Cow::Borrowed(known(meaning)),
                Source::BirthdayPart(part) => {
                    Cow::Borrowed(known(KnownField::Birthday).split('-').nth(part).unwrap_or_default())
                }
                Source::Label => Cow::Owned(contact.contact.name().to_string()),
                Source::Tags => Cow::Owned(self.program.tags(&contact.tags)),
            },
        }
    }
}

/// Returns the content of a column that holds nothing but the field.
fn own_content(field: &Field) -> Content {
    Content::Source(if field.id == FieldId::TAGS { Source::Tags } else { Source::Field(field.id) })
}

impl ContactFormat for ProgramTable {
    fn begin(&self, out: &mut Vec<u8>) {
        self.rows.header(self.columns.iter().map(|column| column.header.as_str()), &[], out);
    }

    fn contact(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        let cells: Vec<Cow<'_, str>> = self.columns.iter().map(|column| self.cell(contact, column)).collect();
        self.rows.row(cells.iter().map(|cell| cell.as_bytes()), &[], out);
    }
}
