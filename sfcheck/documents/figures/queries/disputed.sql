-- In dispute, or with events that wait for a ruling.
SELECT * FROM found WHERE status = 'disputed' OR pending > 0
