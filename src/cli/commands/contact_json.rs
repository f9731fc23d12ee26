//! A contact as JSON, in every command that shows one.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::model::{ContactChange, FieldId, Fields, Target, Text, format_utc};
use crate::workspace::{ContactRecord, TagIds};

/// Keys of the standard fields that hold one text.
const STANDARD: [(&str, FieldId); FieldId::STANDARD_TEXT_FIELDS] = [
    ("first_name", FieldId::FIRST_NAME),
    ("last_name", FieldId::LAST_NAME),
    ("phone", FieldId::PHONE),
    ("email", FieldId::EMAIL),
    ("country", FieldId::COUNTRY),
    ("language", FieldId::LANGUAGE),
];

/// A contact as `--json` shows it; the keys are part of the documented schema.
#[derive(Debug)]
pub(super) struct ContactJson<'a> {
    record: &'a ContactRecord,
    fields: &'a Fields,
    tags: &'a TagIds,
    /// The fields that are shown; `None` is all, and when the contact was added and changed.
    columns: Option<&'a [Target]>,
    is_suppressed: bool,
    /// What became of the contact, in an export of changes.
    change: Option<ContactChange>,
}

impl<'a> ContactJson<'a> {
    /// Borrows everything from the record, because a list streams one document per contact.
    pub(super) fn new(record: &'a ContactRecord, fields: &'a Fields, tags: &'a TagIds) -> Self {
        Self { record, fields, tags, columns: None, is_suppressed: false, change: None }
    }

    /// Marks the contact of somebody who is left alone; others have no mark.
    pub(super) fn suppressed(self, is_suppressed: bool) -> Self {
        Self { is_suppressed, ..self }
    }

    /// Shows the ID and these fields only.
    pub(super) fn with_columns(self, columns: Option<&'a [Target]>) -> Self {
        Self { columns, ..self }
    }

    /// Tells what became of the contact.
    pub(super) fn with_change(self, change: Option<ContactChange>) -> Self {
        Self { change, ..self }
    }

    fn shows(&self, field: FieldId) -> bool {
        self.columns.is_none_or(|columns| columns.contains(&Target::Field(field)))
    }

    /// Returns true if fields of the user's own are shown, whether the contact has a value or not.
    fn shows_custom(&self) -> bool {
        let is_custom = |column: &Target| matches!(column, Target::Field(field) if field.is_custom());
        self.columns.is_none_or(|columns| columns.iter().any(is_custom))
    }

    /// Returns the values of custom fields. Sorted by name, so that two runs give the same bytes.
    fn custom(&self) -> BTreeMap<&str, &str> {
        let values = self.record.contact.custom.iter().filter(|(field, _)| self.shows(*field));
        values.map(|(field, value)| (self.fields.name(*field), value.as_str())).collect()
    }
}

impl Serialize for ContactJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let contact = &self.record.contact;
        let mut map = serializer.serialize_map(None)?;
        if let Some(change) = self.change {
            map.serialize_entry("change", change.as_str())?;
        }
        map.serialize_entry("id", &contact.id)?;
        for (key, field) in STANDARD.into_iter().filter(|(_, field)| self.shows(*field)) {
            map.serialize_entry(key, &contact.value(field).map(Text::as_str))?;
        }
        if self.shows(FieldId::TAGS) {
            let names: Vec<&str> = contact.tags.iter().map(|tag| self.tags.interner.name(*tag)).collect();
            map.serialize_entry("tags", &names)?;
        }
        if self.shows_custom() {
            map.serialize_entry("custom", &self.custom())?;
        }
        if self.is_suppressed {
            map.serialize_entry("suppressed", &true)?;
        }
        if self.columns.is_none() {
            map.serialize_entry("created_at", &format_utc(self.record.created_at))?;
            map.serialize_entry("updated_at", &format_utc(self.record.updated_at))?;
        }
        map.end()
    }
}
