-- Being rectified and not overdue, with a due date within the days of the policy.
SELECT found.*, found.due_day - asked.today_day AS days_left
FROM found CROSS JOIN asked
WHERE found.status IN ('rectifying', 'disputed')
  AND found.due_day >= asked.late_before_day AND found.due_day <= asked.soon_day
