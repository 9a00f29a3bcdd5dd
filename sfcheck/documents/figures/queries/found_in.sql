-- Found in the period.
SELECT found.*
FROM found CROSS JOIN asked
WHERE found.found_day >= asked.since_day AND found.found_day <= asked.until_day
