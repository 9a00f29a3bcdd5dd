-- One row for each step that took effect in the life of an issue that was not voided.
SELECT
  valid.*,
  events.position,
  events.action,
  events.day AS taken_on,
  events.on_day AS taken_day,
  events.person,
  events.stands_for,
  events.passed
FROM valid JOIN events ON events.path = valid.path
WHERE events.effective = 1
