-- Major hazards that are overdue.
SELECT * FROM overdue WHERE severity = 'major'
