-- Accepted, as they stand now: one that failed its look-back is none of them.
SELECT * FROM found WHERE status IN ('accepted', 'closed')
