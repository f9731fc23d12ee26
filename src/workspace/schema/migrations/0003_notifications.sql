-- Notifications: one for every import that ended, well or badly.
-- No personal data: no value of a cell comes in here; the name of the source may.

-- status is imported, imported-with-errors, failed, refused, busy or interrupted; undelivered is of a notification that
-- could not be sent. code and message are those of a failure; counts are those of an import, as JSON.
-- created_at and read_at are milliseconds since 1970, in UTC; read_at is NULL while nobody has read it.
CREATE TABLE notifications (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  status     TEXT NOT NULL,
  source     TEXT NOT NULL,
  import_id  INTEGER,
  code       TEXT,
  message    TEXT NOT NULL,
  counts     TEXT,
  read_at    INTEGER
) STRICT;
CREATE INDEX notifications_by_time ON notifications (created_at);
