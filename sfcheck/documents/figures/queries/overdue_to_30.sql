-- Overdue for 8 to 30 days. The plan names no such steps; these are ours.
SELECT * FROM overdue WHERE late > 7 AND late <= 30
