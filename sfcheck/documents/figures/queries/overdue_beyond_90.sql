-- Overdue for more than 90 days. The plan names no such steps; these are ours.
SELECT * FROM overdue WHERE late > 90
