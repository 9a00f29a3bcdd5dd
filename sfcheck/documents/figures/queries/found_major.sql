-- Major hazards, voided ones too.
SELECT * FROM found WHERE severity = 'major'
