-- Found, and not voided.
SELECT * FROM found WHERE status <> 'voided'
