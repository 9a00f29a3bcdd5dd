-- Open, and listed for supervision.
SELECT * FROM open WHERE supervised = 1
