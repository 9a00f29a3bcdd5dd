-- Late in being rectified, beyond the days of grace, with the days since they were due.
SELECT found.*, asked.today_day - found.due_day AS late
FROM found CROSS JOIN asked
WHERE found.status IN ('rectifying', 'disputed') AND found.due_day < asked.late_before_day
