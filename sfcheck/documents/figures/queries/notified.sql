-- Put to the unit, wherever they stand now.
SELECT * FROM found
WHERE status IN ('rectifying', 'disputed', 'submitted', 'accepted', 'closed')
