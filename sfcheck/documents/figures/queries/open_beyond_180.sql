-- Open, and found more than 180 days ago. The plan names no such steps; these are ours.
SELECT * FROM open WHERE age > 180
