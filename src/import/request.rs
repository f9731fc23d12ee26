//! The request of an import and its prepared state, from which it can be reviewed and applied.

use std::collections::BTreeMap;

use super::ImportError;
use super::phones::PhoneReading;
use super::prescan::{self, Prescan};
use crate::model::{
    BarePhones, Cancel, CellInput, Clock, Counts, CreatedField, FieldId, Identifier, ImportTag, Mapping, MissingField,
    Note, Observer, Purpose, Slot, SlotSource, Target, Text,
};
use crate::source::Source;
use crate::values::{self, DateFormat, ParseOptions, Region};

/// Resolved request of an import: purpose, identifier, mapping and options.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Purpose: add, update, or both.
    pub purpose: Purpose,
    /// Field that recognises existing contacts.
    pub identifier: Option<Identifier>,
    /// Mapping of columns to fields.
    pub mapping: Mapping,
    /// Tags added to every contact.
    pub tags: Vec<String>,
    /// The import tag, if any.
    pub import_tag: ImportTag,
    /// Cell text that clears its field.
    pub clear_marker: Option<String>,
    /// Country whose national phone numbers are read in rows without a Country.
    pub region: Option<Region>,
    /// Treatment of phone numbers with neither `+`, `00` nor a country; `None` leaves it to the column's evidence.
    pub bare_phones: Option<BarePhones>,
    /// Separator of tags in a cell, if neither `,` nor `;`.
    pub tag_separator: Option<char>,
    /// Format of dates, if not `YYYY-MM-DD`.
    pub date_format: Option<DateFormat>,
    /// ID of the session in which it was prepared, for the history.
    pub session: Option<String>,
    /// Contact fields created for it, which belong to its history entry.
    pub new_fields: Vec<NewField>,
}

/// A contact field created for an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewField {
    /// ID of the field.
    pub id: FieldId,
    /// True if the field stays even if no row is written, because a saved mapping names it.
    pub stays: bool,
}

/// Observer, cancellation and clock of a long-running operation.
#[derive(Clone, Copy)]
pub struct RunContext<'a> {
    /// Receives progress events.
    pub observer: &'a dyn Observer,
    /// Cancellation flag, checked between batches.
    pub cancel: &'a Cancel,
    /// Source of the current time.
    pub clock: &'a dyn Clock,
    /// True if a person is watching in a terminal and needs no notification.
    pub is_interactive: bool,
}

/// An import ready to be reviewed and applied: a prescanned source and a request.
pub struct Import<'a> {
    pub(super) source: Source,
    pub(super) request: ImportRequest,
    pub(super) survey: Prescan,
    pub(super) notes: Vec<Note>,
    pub(super) work: RunContext<'a>,
}

impl<'a> Import<'a> {
    /// Prescans the source. `notes` are those of the mapping.
    ///
    /// # Errors
    /// Returns an error if a constant is invalid for its field or the source cannot be read.
    pub fn prepare(
        mut source: Source,
        mut request: ImportRequest,
        notes: Vec<Note>,
        work: RunContext<'a>,
    ) -> Result<Self, ImportError> {
        request.canonicalize_constants()?;
        let survey = prescan::prescan(&mut source, &request, work)?;
        let notes = [source.facts().notes.clone(), notes, survey.notes(&request)].concat();
        Ok(Self { source, request, survey, notes, work })
    }

    /// Returns the notes of the prescan.
    pub fn survey_notes(&self) -> Vec<Note> {
        self.survey.notes(&self.request)
    }

    /// Returns the treatment of phone numbers with neither `+`, `00` nor a country, as the user set it or the list
    /// shows; `None` if neither is set nor any number may begin with a country code.
    pub fn bare_phones(&self) -> Option<BarePhones> {
        self.survey.phones.bare_phones()
    }

    /// Returns the number of rows that each identifier matched with a contact, by field name. Rows in error are not
    /// counted: they change nothing, and may have matched several contacts.
    pub fn matched_by(&self, counts: &Counts) -> BTreeMap<&'static str, u64> {
        let rows = if self.request.purpose.updates() { counts.updated } else { counts.skipped };
        self.request.identifier.map(|identifier| (identifier.field_name(), rows)).into_iter().collect()
    }

    /// Returns the fields that the import creates, given its counts: if no row is written, only those that stay
    /// regardless.
    pub fn created_fields(&self, counts: &Counts) -> Vec<CreatedField> {
        let uncreated = self.uncreated_fields(counts);
        let created = self.request.new_fields.iter().filter(|new| !uncreated.contains(&new.id));
        created.filter_map(|new| self.request.created_field(new.id)).collect()
    }

    /// Returns the fields created for the import that are dropped because none of its rows is written.
    pub fn uncreated_fields(&self, counts: &Counts) -> Vec<FieldId> {
        if counts.imported + counts.updated > 0 {
            return Vec::new();
        }
        self.request.new_fields.iter().filter(|new| !new.stays).map(|new| new.id).collect()
    }

    /// Returns the source, consuming the import.
    pub fn into_source(self) -> Source {
        self.source
    }

    /// Returns the notes on the source, the mapping and the prescan, in this order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Returns the fields that were to be filled but are not, because of the list's columns.
    pub fn missing_fields(&self) -> Vec<MissingField> {
        self.notes.iter().filter_map(MissingField::of_note).collect()
    }

    /// Returns the source.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the request.
    pub fn request(&self) -> &ImportRequest {
        &self.request
    }

    /// Returns the findings of the prescan.
    pub fn survey(&self) -> &Prescan {
        &self.survey
    }
}

impl ImportRequest {
    /// Returns a field as the history stores it; `None` if no column is mapped to it.
    fn created_field(&self, id: FieldId) -> Option<CreatedField> {
        let slot = &self.mapping.slots[self.mapping.slot_of(Target::Field(id))?];
        let kind = slot.kind.as_ref()?;
        let options = kind.options().to_vec();
        Some(CreatedField { id, name: slot.field_name.clone(), kind: kind.name().to_owned(), options })
    }

    /// Returns the options for parsing cells.
    pub(super) fn parse_rules(&self, phones: PhoneReading) -> ParseOptions {
        ParseOptions {
            region: self.region,
            bare_phones: phones.bare,
            are_phones_rounded: phones.is_rounded,
            tag_separator: self.tag_separator,
            date_format: self.date_format,
        }
    }

    /// Returns the input that a constant gives every row: its canonical value, or clearing the field.
    pub(super) fn constant(&self, slot: &Slot) -> Option<CellInput> {
        let SlotSource::Constant(value) = &slot.source else { return None };
        let clears = self.clear_marker.as_deref() == Some(value.as_str());
        Some(if clears { CellInput::Clear } else { CellInput::Value(value.clone()) })
    }

    /// Replaces the constants by their canonical values.
    fn canonicalize_constants(&mut self) -> Result<(), ImportError> {
        // The column says nothing about a constant, so a bare number in one is refused unless the user said otherwise.
        let bare = self.bare_phones.unwrap_or(BarePhones::Refuse);
        let rules = self.parse_rules(PhoneReading { bare, is_rounded: false });
        let marker = self.clear_marker.clone();
        for slot in &mut self.mapping.slots {
            let (SlotSource::Constant(value), Some(kind)) = (&mut slot.source, &slot.kind) else { continue };
            if marker.as_deref() == Some(value.as_str()) {
                continue;
            }
            match values::read(kind, value, &rules) {
                Ok(canonical) => *value = canonical.text,
                Err(findings) => return Err(refused(&slot.field_name, value, &findings)),
            }
        }
        Ok(())
    }
}

fn refused(field: &str, value: &Text, findings: &[crate::model::Diagnostic]) -> ImportError {
    let message = findings.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("; ");
    let code = findings.first().map_or(crate::model::IssueCode::TagInvalid, |finding| finding.code);
    let finding = crate::model::Diagnostic::new(code, message);
    ImportError::Constant { field: field.to_owned(), value: value.to_string(), finding }
}
