-- Prepared imports.
-- identity and session_key are made once and never change, so that a workspace is known wherever it is moved.
-- A table is rebuilt, because a column that is added cannot have a random default.

-- One row. The revision grows by one with every change of content, so that a review can tell whether the workspace
-- is still the one it looked at. identity tells this workspace from others; session_key seals the manifests of
-- imports that are prepared for it, and leaves the workspace in no other way.
CREATE TABLE workspace_with_identity (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  revision    INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  identity    TEXT NOT NULL DEFAULT (lower(hex(randomblob(16)))),
  session_key BLOB NOT NULL DEFAULT (randomblob(32))
) STRICT;
INSERT INTO workspace_with_identity (id, revision, created_at) SELECT id, revision, created_at FROM workspace;
DROP TABLE workspace;
ALTER TABLE workspace_with_identity RENAME TO workspace;

-- Saved mappings. name_key is the lower-case name by which they are compared; body is the mapping as its file.
CREATE TABLE mappings (
  name     TEXT NOT NULL,
  name_key TEXT PRIMARY KEY,
  body     TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
