-- Exports of changes (export --changed-since last).
-- name is the path of the file, - for stdout, or a name that was given; history_id is the newest entry that the last export of
-- this name has told. exported_at is milliseconds since 1970, in UTC.
CREATE TABLE exports (
  name        TEXT PRIMARY KEY,
  history_id  INTEGER NOT NULL,
  exported_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
