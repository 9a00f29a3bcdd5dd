-- One row for each issue found in the period and each person of the roster who found it.
SELECT found_in.*, finders.person
FROM found_in
JOIN finders ON finders.path = found_in.path
JOIN roster ON roster.person = finders.person
WHERE found_in.team IS NOT NULL
