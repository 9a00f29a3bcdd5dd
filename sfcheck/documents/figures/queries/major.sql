-- Major hazards that were not voided.
SELECT * FROM valid WHERE severity = 'major'
