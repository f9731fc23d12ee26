-- Attempts: imports that were refused, failed or killed are seen in the notifications they leave, with their exit codes.
-- exit_code: that of the process; NULL for one that was killed, and in notifications of earlier versions.
-- status may be killed, too: of an import whose process ended before it was done.
ALTER TABLE notifications ADD COLUMN exit_code INTEGER;
