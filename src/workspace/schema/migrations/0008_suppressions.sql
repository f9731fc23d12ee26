-- Suppressions: values of people who want to be left alone, whatever list they stand in.
-- kind is email, phone, domain or field; field is the name of the own identifier, empty for the other kinds.
-- form says what key is. plain: the value as it is compared (E.164, the folded address, the IDNA domain, the folded
-- identifier). hmac: HMAC-SHA256 of kind and that form with a key of this workspace, in hexadecimal, for people whose values
-- must not be kept.
-- origin is the file that it came from; NULL if it was typed. added_at is in milliseconds since 1970, in UTC.
-- A row is one addition: while its history entry added_by holds, and none that removed it does, is_active is 1.
CREATE TABLE suppressions (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind      TEXT NOT NULL,
  field     TEXT NOT NULL,
  form      TEXT NOT NULL,
  key       TEXT NOT NULL,
  reason    TEXT,
  origin    TEXT,
  added_at  INTEGER NOT NULL,
  added_by  INTEGER NOT NULL,
  is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX suppressions_by_key ON suppressions (key, kind) WHERE is_active;
CREATE INDEX suppressions_by_entry ON suppressions (added_by);

-- The history entries that removed suppressions.
CREATE TABLE removed_suppressions (
  history_id     INTEGER NOT NULL,
  suppression_id INTEGER NOT NULL,
  PRIMARY KEY (history_id, suppression_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_suppressions_by_id ON removed_suppressions (suppression_id);

-- Skipped rows of an import whose people are suppressed.
ALTER TABLE imports ADD COLUMN suppressed INTEGER NOT NULL DEFAULT 0;
