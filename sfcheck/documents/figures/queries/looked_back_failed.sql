-- Of the look-backs that the teams did, those with at least one no.
SELECT * FROM looked_back WHERE passed = 0
