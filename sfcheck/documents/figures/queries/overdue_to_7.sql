-- Overdue for up to 7 days. The plan names no such steps; these are ours.
SELECT * FROM overdue WHERE late <= 7
