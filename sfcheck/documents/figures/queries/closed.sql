-- Struck off, as they stand now.
SELECT * FROM found WHERE status = 'closed'
