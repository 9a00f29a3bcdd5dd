-- What waits for those who answer for the place or for the finding, not for a body or a unit.
SELECT * FROM waiting
WHERE step IN ('confirm', 'notify', 'rule', 'amend', 'look-back')
