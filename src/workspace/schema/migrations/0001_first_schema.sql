-- The first schema.
-- STRICT tables and TEXT values, because NUMERIC affinity eats the + and the leading zeros of a phone number.
-- AUTOINCREMENT, because a Contact ID is an identifier and must never be given twice.
-- Moments are INTEGER, in UTC: milliseconds since 1970 in the history, seconds in contacts.

-- One row. The revision grows by one with every change of content, so that a review can tell whether the workspace
-- is still the one it looked at.
CREATE TABLE workspace (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  revision   INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Contact fields. Names are data, never SQL identifiers. name_key is the lower-case name by which they are compared.
CREATE TABLE fields (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  kind     TEXT NOT NULL
) STRICT;
INSERT INTO fields (id, name, name_key, kind) VALUES
  (1, 'First Name',   'first name',   'text'),
  (2, 'Last Name',    'last name',    'text'),
  (3, 'Phone Number', 'phone number', 'phone'),
  (4, 'Email',        'email',        'email'),
  (5, 'Country',      'country',      'country'),
  (6, 'Language',     'language',     'language'),
  (7, 'Tags',         'tags',         'tags');
-- Custom fields begin at 101, which leaves room for standard ones to come.
UPDATE sqlite_sequence SET seq = 100 WHERE name = 'fields';

-- created_by and created_line say which history entry added the contact, and from which line of its source.
-- email_fold is kept only where the form in which addresses are compared differs from the address as written.
CREATE TABLE contacts (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  first_name   TEXT,
  last_name    TEXT,
  phone        TEXT,
  email        TEXT,
  email_fold   TEXT,
  country      TEXT,
  language     TEXT,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  created_by   INTEGER NOT NULL,
  created_line INTEGER,
  email_key    TEXT GENERATED ALWAYS AS (coalesce(email_fold, email)) VIRTUAL
) STRICT;
CREATE INDEX contacts_by_phone ON contacts (phone) WHERE phone IS NOT NULL;
CREATE INDEX contacts_by_email ON contacts (email_key) WHERE email_key IS NOT NULL;

-- Values of custom fields; a field without a value has no row.
CREATE TABLE contact_values (
  contact_id INTEGER NOT NULL,
  field_id   INTEGER NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (contact_id, field_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE contact_tags (
  contact_id INTEGER NOT NULL,
  tag_id     INTEGER NOT NULL,
  PRIMARY KEY (contact_id, tag_id)
) STRICT, WITHOUT ROWID;

-- Everything that ever changed contacts: one entry, one transaction, one step that can be taken back.
CREATE TABLE history (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  kind        TEXT NOT NULL,
  started_at  INTEGER NOT NULL,
  finished_at INTEGER NOT NULL
) STRICT;

-- What an import's history entry knows besides. columns, mapping, options and issues are
-- JSON; columns are the headers of the results file without its own two.
-- The contacts that it added are first_added to last_added: one transaction, ascending ids.
-- files_pending is 1 until the results and errors files are in their place.
CREATE TABLE imports (
  id            INTEGER PRIMARY KEY,
  source        TEXT NOT NULL,
  source_size   INTEGER NOT NULL,
  source_digest TEXT NOT NULL,
  encoding      TEXT NOT NULL,
  purpose       TEXT NOT NULL,
  identifier    TEXT,
  mapping       TEXT NOT NULL,
  options       TEXT NOT NULL,
  import_tag    TEXT,
  rows          INTEGER NOT NULL,
  imported      INTEGER NOT NULL,
  updated       INTEGER NOT NULL,
  unchanged     INTEGER NOT NULL,
  skipped       INTEGER NOT NULL,
  errors        INTEGER NOT NULL,
  blank_rows    INTEGER NOT NULL,
  warnings      INTEGER NOT NULL,
  issues        TEXT NOT NULL,
  first_added   INTEGER,
  last_added    INTEGER,
  delimiter     TEXT NOT NULL,
  has_bom       INTEGER NOT NULL,
  columns       TEXT NOT NULL,
  results_path  TEXT NOT NULL,
  errors_path   TEXT NOT NULL,
  results_until INTEGER NOT NULL,
  files_pending INTEGER NOT NULL
) STRICT;

-- The rows of an import's results file, as they stand in it, in pieces: LZ4 blocks behind their size.
CREATE TABLE result_chunks (
  id        INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL,
  body      BLOB NOT NULL
) STRICT;
CREATE INDEX result_chunks_by_import ON result_chunks (import_id);

-- The journal: each field and tag that a history entry changed, before and after, and from which line.
-- Clustered by entry, so that an import appends to it in order. The contacts that an entry added are not in it:
-- contacts.created_by names them.
CREATE TABLE journal (
  history_id INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  field_id   INTEGER NOT NULL,
  before     TEXT,
  after      TEXT,
  line       INTEGER,
  PRIMARY KEY (history_id, contact_id, field_id)
) STRICT, WITHOUT ROWID;

-- added: 1 when the contact got the tag, 0 when it lost it.
CREATE TABLE journal_tags (
  history_id INTEGER NOT NULL,
  contact_id INTEGER NOT NULL,
  tag_id     INTEGER NOT NULL,
  added      INTEGER NOT NULL,
  PRIMARY KEY (history_id, contact_id, tag_id)
) STRICT, WITHOUT ROWID;

-- The files that were written last under a path, so that one which somebody edited since is not overwritten.
CREATE TABLE output_files (
  path   TEXT PRIMARY KEY,
  size   INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT, WITHOUT ROWID;
