-- Of what a person found, the major hazards that were not voided.
SELECT * FROM found_by WHERE severity = 'major' AND status <> 'voided'
