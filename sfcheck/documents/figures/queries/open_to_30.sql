-- Open, and found up to 30 days ago. The plan names no such steps; these are ours.
SELECT * FROM open WHERE age <= 30
