-- To be rectified, by a notice or as taken over from a sheet, wherever they stand now.
SELECT * FROM found
WHERE status IN ('rectifying', 'disputed', 'submitted', 'accepted', 'closed')
