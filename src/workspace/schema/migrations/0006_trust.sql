-- A workspace is data: one that somebody else made runs no program and writes no file by itself.
-- seal shows that the user of this machine set a setting: an HMAC with a key in that user's configuration folder.
-- files_seal shows the same of the files that an import has still to write.
ALTER TABLE settings ADD COLUMN seal TEXT;
ALTER TABLE imports ADD COLUMN files_seal TEXT;

-- The columns of the key come first: sqlite3 3.40 takes a key behind other columns for NULL in PRAGMA integrity_check.
CREATE TABLE absorbed_contacts_key_first (
  contact_id INTEGER NOT NULL,
  history_id INTEGER NOT NULL,
  into_id    INTEGER NOT NULL,
  PRIMARY KEY (contact_id, history_id)
) STRICT, WITHOUT ROWID;
INSERT INTO absorbed_contacts_key_first (contact_id, history_id, into_id)
  SELECT contact_id, history_id, into_id FROM absorbed_contacts;
DROP TABLE absorbed_contacts;
ALTER TABLE absorbed_contacts_key_first RENAME TO absorbed_contacts;
