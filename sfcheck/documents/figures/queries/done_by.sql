-- One row for each step that a person of the roster took in the period and that took effect.
SELECT
  found.*,
  events.position,
  events.action,
  events.day AS taken_on,
  events.person,
  events.stands_for,
  events.passed
FROM found
CROSS JOIN asked
JOIN events ON events.path = found.path
JOIN roster ON roster.person = events.person
WHERE events.effective = 1
  AND events.on_day >= asked.since_day AND events.on_day <= asked.until_day
