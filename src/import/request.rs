//! The request of an import: what it is to do, in terms that need no parsing any more.

use super::ImportError;
use crate::model::{
    BarePhones, Cancel, CellInput, Clock, CreatedField, FieldId, Identifier, Identifiers, ImportTag, Mapping, Observer,
    Purpose, Slot, SlotSource, SourceRule, Target, Text,
};
use crate::profile::{ColumnReading, PhoneReading, ReadOptions, Readings};
use crate::values::{self, DecimalReading, ParseOptions, Region};

/// Resolved request of an import: purpose, identifier, mapping and options.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// Purpose: add, update, or both.
    pub purpose: Purpose,
    /// Targets that recognise existing contacts, the strongest first.
    pub identifiers: Vec<Target>,
    /// Mapping of columns to fields.
    pub mapping: Mapping,
    /// Tags added to every contact.
    pub tags: Vec<String>,
    /// The import tag, if any.
    pub import_tag: ImportTag,
    /// The source whose contacts are remembered, if one is named.
    pub source: Option<SourceRule>,
    /// How the cells are read.
    pub reading: ReadOptions,
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

impl ImportRequest {
    /// Creates the request of an import without tags that reads cells by the default rules.
    pub fn new(purpose: Purpose, identifiers: Vec<Target>, mapping: Mapping) -> Self {
        Self {
            purpose,
            identifiers,
            mapping,
            tags: Vec::new(),
            import_tag: ImportTag::None,
            source: None,
            reading: ReadOptions::default(),
            session: None,
            new_fields: Vec::new(),
        }
    }

    /// Returns the identifiers by name, for the history.
    pub fn identifier_names(&self) -> Identifiers {
        let name = |target: &Target| match target {
            Target::Field(FieldId::PHONE) => Identifier::Phone,
            Target::Field(FieldId::EMAIL) => Identifier::Email,
            Target::ContactId => Identifier::ContactId,
            Target::Field(_) => Identifier::Custom(self.field_name(*target).to_owned()),
        };
        self.identifiers.iter().map(name).collect()
    }

    /// Returns the name of a mapped field.
    pub(super) fn field_name(&self, target: Target) -> &str {
        self.mapping.slot_of(target).map_or("", |at| self.mapping.slots[at].field_name.as_str())
    }

    /// Returns the slots of the identifiers, the strongest first.
    pub(super) fn identifier_slots(&self) -> Vec<usize> {
        self.identifiers.iter().filter_map(|target| self.mapping.slot_of(*target)).collect()
    }

    /// Returns a field as the history stores it; `None` if no column is mapped to it.
    pub(super) fn created_field(&self, id: FieldId) -> Option<CreatedField> {
        let slot = &self.mapping.slots[self.mapping.slot_of(Target::Field(id))?];
        let kind = slot.kind.as_ref()?;
        let options = kind.options().to_vec();
        Some(CreatedField { id, name: slot.field_name.clone(), kind: kind.name().to_owned(), options })
    }

    /// Returns the options for parsing the cells of each slot.
    pub(super) fn parse_rules(&self, readings: &Readings) -> Vec<ParseOptions> {
        let slots = self.mapping.slots.iter().enumerate();
        slots.map(|(at, slot)| self.rules_of(slot, readings.phones_of(at), &readings.column(at))).collect()
    }

    fn rules_of(&self, slot: &Slot, phones: PhoneReading, column: &ColumnReading) -> ParseOptions {
        ParseOptions {
            region: self.reading.region,
            bare_phones: phones.bare,
            are_phones_rounded: phones.is_rounded,
            tag_separator: self.reading.tag_separator,
            date_format: self.reading.date_formats.of(&slot.source),
            dates_fit: column.dates_fit,
            decimal: match self.reading.decimal {
                Some(mark) => DecimalReading::Mark(mark),
                None => column.decimal,
            },
        }
    }

    /// Returns the input that a constant gives every row: its canonical value, or clearing the field.
    pub(super) fn constant(&self, slot: &Slot) -> Option<CellInput> {
        let SlotSource::Constant(value) = &slot.source else { return None };
        let clears = self.reading.clears(value);
        Some(if clears { CellInput::Clear } else { CellInput::Value(value.clone()) })
    }

    /// Returns the country that is set for all rows, if it has phone numbers: a number without a country code is one of it.
    fn constant_country(&self) -> Option<Region> {
        let at = self.mapping.slot_of(Target::Field(FieldId::COUNTRY))?;
        let SlotSource::Constant(value) = &self.mapping.slots[at].source else { return None };
        Region::of_country(value)
    }

    /// Replaces the constants by their canonical values.
    pub(super) fn canonicalize_constants(&mut self) -> Result<(), ImportError> {
        // The column says nothing about a constant, so a bare number in one is refused unless the user said otherwise.
        let bare = self.reading.bare_phones.unwrap_or(BarePhones::Refuse);
        let mut rules = self.parse_rules(&Readings::new(PhoneReading { bare, is_rounded: false }));
        if let Some(country) = self.constant_country() {
            for rules in &mut rules {
                rules.region = Some(country);
            }
        }
        let reading = &self.reading;
        for (slot, rules) in self.mapping.slots.iter_mut().zip(&rules) {
            let (SlotSource::Constant(value), Some(kind)) = (&mut slot.source, &slot.kind) else { continue };
            if reading.clears(value) {
                continue;
            }
            match values::read(kind, value, rules) {
                Ok(canonical) => *value = canonical.text,
                Err(mut findings) => {
                    values::advise_to_import_options(&mut findings, kind, &slot.field_name, value);
                    return Err(refused(&slot.field_name, value, &findings));
                }
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
