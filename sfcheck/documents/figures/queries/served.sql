-- One row for each day of the period that a person of the roster sat in a team.
SELECT serving.*
FROM serving CROSS JOIN asked
WHERE serving.on_day >= asked.since_day AND serving.on_day <= asked.until_day
