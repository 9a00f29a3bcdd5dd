-- Not put right for good: come back, found again after closing, failed a look-back, or reopened.
SELECT * FROM valid
WHERE path IN (
  SELECT path FROM recurring
  UNION SELECT path FROM found_again
  UNION SELECT path FROM failed
  UNION SELECT path FROM reopenings
)
