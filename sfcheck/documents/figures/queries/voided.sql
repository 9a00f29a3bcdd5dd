-- Not an issue after all, or a duplicate.
SELECT * FROM found WHERE status = 'voided'
