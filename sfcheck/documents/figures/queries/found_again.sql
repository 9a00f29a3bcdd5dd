-- The same unit under the same point, found on or after the day an earlier one was closed.
-- A unit is the same by its name or by its credit code.
WITH closings AS (
  SELECT path, min(on_day) AS closed_day
  FROM events
  WHERE action = 'close' AND effective = 1
  GROUP BY path
),
ended AS (
  SELECT issues.path, issues.number, issues.unit, issues.uscc, issues.nature, closings.closed_day
  FROM issues JOIN closings ON closings.path = issues.path
  WHERE issues.status <> 'voided' AND issues.nature IS NOT NULL
),
pairs AS (
  SELECT valid.path, ended.number
  FROM valid JOIN ended ON ended.unit = valid.unit AND ended.nature = valid.nature
  WHERE ended.path <> valid.path AND ended.closed_day <= valid.found_day
  UNION
  SELECT valid.path, ended.number
  FROM valid JOIN ended ON ended.uscc = valid.uscc AND ended.nature = valid.nature
  WHERE ended.path <> valid.path AND ended.closed_day <= valid.found_day
),
latest AS (
  SELECT path, max(number) AS like_issue FROM pairs GROUP BY path
)
SELECT valid.*, latest.like_issue
FROM valid JOIN latest ON latest.path = valid.path
