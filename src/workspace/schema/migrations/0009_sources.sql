-- Sources: systems whose lists come again and again, and the contacts that each list held.
-- name_key is the form of the name by which sources are compared.
CREATE TABLE sources (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE
) STRICT;

-- state: -1 while the list of the source holds the contact, 0 once it is missing, or the ID of the tag that it got for
-- that. A row may outlast its contact, which an undo may bring back: it means nothing meanwhile.
CREATE TABLE source_contacts (
  source_id  INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  state      INTEGER NOT NULL,
  PRIMARY KEY (source_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_contacts_by_contact ON source_contacts (contact_id);

-- The journal of states, as of fields: what a history entry changed, before and after. NULL: not remembered.
CREATE TABLE journal_sources (
  history_id INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  before     INTEGER,
  after      INTEGER,
  PRIMARY KEY (history_id, source_id, contact_id)
) STRICT, WITHOUT ROWID;

-- The source of an import, if one was named.
ALTER TABLE imports ADD COLUMN source_id INTEGER;
