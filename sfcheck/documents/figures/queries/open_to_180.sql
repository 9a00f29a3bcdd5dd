-- Open, and found 91 to 180 days ago. The plan names no such steps; these are ours.
SELECT * FROM open WHERE age > 90 AND age <= 180
