-- Own identifiers: custom fields by which imports recognise contacts.
-- is_identifier: 1 from the first import on that recognises contacts by the field.
ALTER TABLE fields ADD COLUMN is_identifier INTEGER NOT NULL DEFAULT 0;

-- The form in which values of such fields are compared; NULL in all other fields, so that these cost nothing.
ALTER TABLE contact_values ADD COLUMN value_key TEXT;
CREATE INDEX contact_values_by_key ON contact_values (field_id, value_key) WHERE value_key IS NOT NULL;
