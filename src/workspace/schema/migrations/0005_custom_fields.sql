-- Custom fields.
-- The options of a field of the kind list, in their order. name_key is the lower-case name by which they are compared.
CREATE TABLE field_options (
  field_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  PRIMARY KEY (field_id, position),
  UNIQUE (field_id, name_key)
) STRICT, WITHOUT ROWID;

-- Fields that were removed, by the history entry that did it. Their values are in its journal and their options stay in
-- field_options, so that they can be brought back under their old number.
CREATE TABLE removed_fields (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  history_id INTEGER NOT NULL
) STRICT;
