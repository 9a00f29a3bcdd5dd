-- Overdue for 31 to 90 days. The plan names no such steps; these are ours.
SELECT * FROM overdue WHERE late > 30 AND late <= 90
