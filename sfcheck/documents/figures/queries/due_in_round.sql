-- Being rectified and not overdue, with a due date before the round of the holder ends.
SELECT found.*, found.due_day - asked.today_day AS days_left
FROM found JOIN ending ON ending.place = found.place CROSS JOIN asked
WHERE found.status IN ('rectifying', 'disputed')
  AND found.due_day >= asked.late_before_day AND found.due_day <= ending.ends_day
