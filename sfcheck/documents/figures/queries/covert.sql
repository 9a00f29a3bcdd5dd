-- Found on a covert visit.
SELECT * FROM valid WHERE mode = 'covert'
