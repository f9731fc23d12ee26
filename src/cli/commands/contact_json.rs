//! A contact as JSON, in every command that shows one.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{FieldId, Fields, Text, format_utc};
use crate::workspace::{ContactRecord, TagIds};

/// A contact as `--json` shows it; the keys are part of the documented schema.
#[derive(Debug, Serialize)]
pub(super) struct ContactJson<'a> {
    id: i64,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    phone: Option<&'a str>,
    email: Option<&'a str>,
    country: Option<&'a str>,
    language: Option<&'a str>,
    tags: Vec<&'a str>,
    // Sorted by name, so that two runs give the same bytes.
    custom: BTreeMap<&'a str, &'a str>,
    created_at: String,
    updated_at: String,
}

impl<'a> ContactJson<'a> {
    /// Borrows everything from the record, because a list streams one document per contact.
    pub(super) fn new(record: &'a ContactRecord, fields: &'a Fields, tags: &'a TagIds) -> Self {
        let value = |field| record.contact.value(field).map(Text::as_str);
        Self {
            id: record.contact.id.0,
            first_name: value(FieldId::FIRST_NAME),
            last_name: value(FieldId::LAST_NAME),
            phone: value(FieldId::PHONE),
            email: value(FieldId::EMAIL),
            country: value(FieldId::COUNTRY),
            language: value(FieldId::LANGUAGE),
            tags: record.contact.tags.iter().map(|tag| tags.interner.name(*tag)).collect(),
            custom: record.contact.custom.iter().map(|(id, value)| (fields.name(*id), value.as_str())).collect(),
            created_at: format_utc(record.created_at),
            updated_at: format_utc(record.updated_at),
        }
    }
}
