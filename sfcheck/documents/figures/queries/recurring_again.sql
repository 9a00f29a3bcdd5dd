-- Come back more than once: what it came back from had come back itself.
SELECT recurring.*, issues.recurs AS before_that
FROM recurring JOIN issues ON issues.number = recurring.recurs
WHERE issues.recurs IS NOT NULL
