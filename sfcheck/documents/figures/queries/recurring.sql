-- Registered as come back from an issue that had been closed.
SELECT * FROM valid WHERE recurs IS NOT NULL
