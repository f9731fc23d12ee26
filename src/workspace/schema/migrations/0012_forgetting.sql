-- Forgetting.
-- cleanup_pending is 1 from the transaction that takes data out until the file has been rewritten and its log emptied,
-- so that a later command finishes what a killed one had begun.
ALTER TABLE workspace ADD COLUMN cleanup_pending INTEGER NOT NULL DEFAULT 0;

-- Contacts of which nothing is left, with each entry that had added, changed or removed them, the one that forgot them
-- among these: undo and the history say what they work around. Contact IDs alone, no data.
CREATE TABLE forgotten_contacts (
  contact_id   INTEGER NOT NULL,
  history_id   INTEGER NOT NULL,
  forgotten_by INTEGER NOT NULL,
  PRIMARY KEY (contact_id, history_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX forgotten_contacts_by_entry ON forgotten_contacts (history_id);
