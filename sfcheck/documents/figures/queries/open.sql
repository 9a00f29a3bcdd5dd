-- Neither closed nor voided, with the days since they were found.
SELECT found.*, asked.today_day - found.found_day AS age
FROM found CROSS JOIN asked
WHERE found.open = 1
