-- General hazards that were not voided.
SELECT * FROM valid WHERE severity = 'general'
