-- Steps taken in the period, by whomever, on issues that were not voided.
SELECT taken.*
FROM taken CROSS JOIN asked
WHERE taken.taken_day >= asked.since_day AND taken.taken_day <= asked.until_day
