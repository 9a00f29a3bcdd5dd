-- What waits for its next step. What the record alone cannot tell is whether the policy of the day
-- asks for a look-back on its severity before it is closed.
SELECT
  found.*,
  CASE
    WHEN found.awaits = 'close' AND found.looked_back = 0 AND demanded.severity IS NOT NULL
      THEN 'look-back'
    ELSE found.awaits
  END AS step
FROM found LEFT JOIN demanded ON demanded.severity = found.severity
WHERE found.awaits IS NOT NULL
