-- Look-backs that the teams did, on whatever issue lies in the area.
SELECT
  issues.*,
  events.position,
  events.action,
  events.day AS taken_on,
  events.person,
  events.stands_for,
  events.passed
FROM events
JOIN acting ON acting.team = events.stands_for
JOIN issues ON issues.path = events.path
JOIN area ON area.place = issues.place
WHERE events.action = 'look-back' AND events.effective = 1
