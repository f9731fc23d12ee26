//! Search for the contacts that are suppressed.

use super::SuppressionSet;
use crate::model::{ContactId, FieldId, Text};
use crate::workspace::columns::text_column;
use crate::workspace::{Snapshot, WorkspaceError};

impl Snapshot<'_> {
    /// Returns the contacts that have a suppressed value, ascending. It scans all contacts, and the values of the custom
    /// fields by which any is suppressed.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn suppressed_contacts(&self, suppressed: &SuppressionSet) -> Result<Vec<ContactId>, WorkspaceError> {
        const SQL: &str = "SELECT id, phone, email FROM contacts WHERE phone IS NOT NULL OR email IS NOT NULL";
        if suppressed.is_empty() {
            return Ok(Vec::new());
        }
        let fields = suppressed.fields_among(&self.fields()?);
        let field = |id| fields.iter().find(|field| field.id == id);
        let holds = |id, value: Option<Text>| {
            field(id).zip(value).is_some_and(|(field, value)| suppressed.holds_value(field, &value))
        };
        let mut found: Vec<ContactId> = self.sql(|connection| {
            let mut statement = connection.prepare(SQL)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                if holds(FieldId::PHONE, text_column(row, 1)?) || holds(FieldId::EMAIL, text_column(row, 2)?) {
                    found.push(ContactId(row.get(0)?));
                }
            }
            Ok(found)
        })?;
        for field in fields.iter().filter(|field| field.id.is_custom()) {
            self.each_value(field.id, &mut |contact, value| {
                if suppressed.holds_value(field, &value) {
                    found.push(contact);
                }
                Ok::<_, WorkspaceError>(())
            })?;
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}
