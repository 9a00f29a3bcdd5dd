-- Of what a person found, what was voided: wrong, or a duplicate.
SELECT * FROM found_by WHERE status = 'voided'
