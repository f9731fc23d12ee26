-- Taking back.
-- undone_by is the entry that took an entry back; NULL while it holds. undoes is, in an entry that takes back or brings
-- back, the entry that is meant. summary tells people what an entry did, where no other table does.
ALTER TABLE history ADD COLUMN undone_by INTEGER;
ALTER TABLE history ADD COLUMN undoes INTEGER;
ALTER TABLE history ADD COLUMN summary TEXT;

-- The contacts that an entry added or removed; those that an import added are told by contacts.created_by alone. Of a
-- removed contact it keeps what journal and journal_tags do not, so that it can be brought back.
CREATE TABLE journal_contacts (
  history_id   INTEGER NOT NULL,
  contact_id   INTEGER NOT NULL,
  added        INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  created_by   INTEGER NOT NULL,
  created_line INTEGER,
  PRIMARY KEY (history_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_contacts_by_contact ON journal_contacts (contact_id);
CREATE INDEX journal_contacts_by_creation ON journal_contacts (created_by);

-- Contact IDs that a merge absorbed, so that an old export still finds the contact. A row counts while its merge holds.
CREATE TABLE absorbed_contacts (
  contact_id INTEGER NOT NULL,
  into_id    INTEGER NOT NULL,
  history_id INTEGER NOT NULL,
  PRIMARY KEY (contact_id, history_id)
) STRICT, WITHOUT ROWID;
