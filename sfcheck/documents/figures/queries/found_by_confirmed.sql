-- Of what a person found, what a leader answered for, wherever it stands now.
SELECT * FROM found_by WHERE status NOT IN ('draft', 'registered', 'voided')
