-- Answered for by the leader, or taken over from a sheet, wherever they stand now.
SELECT * FROM valid WHERE status NOT IN ('draft', 'registered')
