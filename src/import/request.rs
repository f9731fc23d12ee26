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

/// What an import is asked to do, in terms that need no reading any more.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// What it may do.
    pub purpose: Purpose,
    /// How it recognises contacts.
    pub identifier: Option<Identifier>,
    /// Which column goes where.
    pub mapping: Mapping,
    /// Tags that every contact gets.
    pub tags: Vec<String>,
    /// The import tag.
    pub import_tag: ImportTag,
    /// A cell that is exactly this empties its field.
    pub clear_marker: Option<String>,
    /// The country whose national phone numbers are read in rows without a Country.
    pub region: Option<Region>,
    /// How phone numbers are read that have neither `+` nor `00` and no country; nothing: as the list shows.
    pub bare_phones: Option<BarePhones>,
    /// What separates tags in a cell, if neither `,` nor `;`.
    pub tag_separator: Option<char>,
    /// How dates are written, if not as `YYYY-MM-DD`.
    pub date_format: Option<DateFormat>,
    /// The session that it comes of, if it was prepared; the history keeps it.
    pub session: Option<String>,
    /// Contact fields that were created for it, which belong to its entry of the history.
    pub new_fields: Vec<NewField>,
}

/// A contact field that was created for an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewField {
    /// Its number.
    pub id: FieldId,
    /// Whether it stays although no row is written, because a saved mapping names it.
    pub stays: bool,
}

/// Who is told, who may stop the work, and what time it is.
#[derive(Clone, Copy)]
pub struct RunContext<'a> {
    /// Is told how far the work is.
    pub observer: &'a dyn Observer,
    /// May stop it.
    pub cancel: &'a Cancel,
    /// Knows the time.
    pub clock: &'a dyn Clock,
    /// Whether a person looks on, who needs no notification.
    pub is_interactive: bool,
}

/// An import that is ready to be reviewed and applied: a source that was surveyed, and what to do with it.
pub struct Import<'a> {
    pub(super) source: Source,
    pub(super) request: ImportRequest,
    pub(super) survey: Prescan,
    pub(super) notes: Vec<Note>,
    pub(super) work: RunContext<'a>,
}

impl<'a> Import<'a> {
    /// Reads the source once, for what no single row can tell. `notes` are those of the mapping.
    ///
    /// # Errors
    /// When a constant is not a value of its field, or when the source cannot be read.
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

    /// Notes on what the survey found.
    pub fn survey_notes(&self) -> Vec<Note> {
        self.survey.notes(&self.request)
    }

    /// How phone numbers are read that have neither `+` nor `00` and no country, as the user or else the list says;
    /// `None` where nothing was said and the list has none that may begin with a country code.
    pub fn bare_phones(&self) -> Option<BarePhones> {
        self.survey.phones.bare_phones()
    }

    /// Number of rows that each identifier matched with a contact, by the name of its field. Rows in error are not among
    /// them: they change nothing, and several contacts may have matched.
    pub fn matched_by(&self, counts: &Counts) -> BTreeMap<&'static str, u64> {
        let rows = if self.request.purpose.updates() { counts.updated } else { counts.skipped };
        self.request.identifier.map(|identifier| (identifier.field_name(), rows)).into_iter().collect()
    }

    /// The fields that it creates, given what becomes of its rows: where none is written, only those that stay all the same.
    pub fn created_fields(&self, counts: &Counts) -> Vec<CreatedField> {
        let uncreated = self.uncreated_fields(counts);
        let created = self.request.new_fields.iter().filter(|new| !uncreated.contains(&new.id));
        created.filter_map(|new| self.request.created_field(new.id)).collect()
    }

    /// The fields that were created for it and that it does not create, because none of its rows is written.
    pub fn uncreated_fields(&self, counts: &Counts) -> Vec<FieldId> {
        if counts.imported + counts.updated > 0 {
            return Vec::new();
        }
        self.request.new_fields.iter().filter(|new| !new.stays).map(|new| new.id).collect()
    }

    /// Gives the source back.
    pub fn into_source(self) -> Source {
        self.source
    }

    /// Notes on the source, the mapping and the survey, in this order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The fields that it was to fill and does not, because of the columns of its list.
    pub fn missing_fields(&self) -> Vec<MissingField> {
        self.notes.iter().filter_map(MissingField::of_note).collect()
    }

    /// The source.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What is asked for.
    pub fn request(&self) -> &ImportRequest {
        &self.request
    }

    /// What the survey found.
    pub fn survey(&self) -> &Prescan {
        &self.survey
    }
}

impl ImportRequest {
    /// A field as the history keeps it; `None` where no column goes into it.
    fn created_field(&self, id: FieldId) -> Option<CreatedField> {
        let slot = &self.mapping.slots[self.mapping.slot_of(Target::Field(id))?];
        let kind = slot.kind.as_ref()?;
        let options = kind.options().to_vec();
        Some(CreatedField { id, name: slot.field_name.clone(), kind: kind.name().to_owned(), options })
    }

    /// How cells are read.
    pub(super) fn parse_rules(&self, phones: PhoneReading) -> ParseOptions {
        ParseOptions {
            region: self.region,
            bare_phones: phones.bare,
            are_phones_rounded: phones.is_rounded,
            tag_separator: self.tag_separator,
            date_format: self.date_format,
        }
    }

    /// What a constant brings to every row: its canonical value, or the clearing of the field.
    pub(super) fn constant(&self, slot: &Slot) -> Option<CellInput> {
        let SlotSource::Constant(value) = &slot.source else { return None };
        let clears = self.clear_marker.as_deref() == Some(value.as_str());
        Some(if clears { CellInput::Clear } else { CellInput::Value(value.clone()) })
    }

    /// Turns the constants into canonical values.
    fn canonicalize_constants(&mut self) -> Result<(), ImportError> {
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
