-- Contacts that the last export of changes left out because they were of suppressed people: who is suppressed since is told
-- as removed, and whose suppression was lifted, as added. An array of Contact IDs in JSON, ascending; NULL where an earlier
-- version wrote the export.
ALTER TABLE exports ADD COLUMN left_out TEXT;
