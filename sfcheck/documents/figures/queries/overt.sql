-- Found on an overt visit.
SELECT * FROM valid WHERE mode = 'overt'
