-- Open issues whose rectification falls due in the period, or fell due in it.
SELECT open.*
FROM open CROSS JOIN asked
WHERE open.due_day >= asked.since_day AND open.due_day <= asked.until_day
