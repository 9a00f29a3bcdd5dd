-- One row for each round in which a person served.
SELECT person, round, min(day) AS first_on, max(day) AS last_on
FROM served
GROUP BY person, round
