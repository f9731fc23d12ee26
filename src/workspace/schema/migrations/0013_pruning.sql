-- Pruning.
-- pruned_by is the entry that dropped what an entry had changed, its journal and its results, so that it cannot be undone
-- any more; NULL while it can.
ALTER TABLE history ADD COLUMN pruned_by INTEGER;

-- Fields that a person set last, in entries that were pruned: what is left of their journal, so that an import still
-- keeps edits. history_id is the entry that set the field.
CREATE TABLE edited_fields (
  contact_id INTEGER NOT NULL,
  field_id   INTEGER NOT NULL,
  history_id INTEGER NOT NULL,
  PRIMARY KEY (contact_id, field_id)
) STRICT, WITHOUT ROWID;

-- Contacts that a person added, edited or tagged in entries that were pruned, so that an import still spares them.
CREATE TABLE edited_contacts (
  contact_id INTEGER PRIMARY KEY
) STRICT;
