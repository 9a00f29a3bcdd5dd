-- Open, and found 31 to 90 days ago. The plan names no such steps; these are ours.
SELECT * FROM open WHERE age > 30 AND age <= 90
