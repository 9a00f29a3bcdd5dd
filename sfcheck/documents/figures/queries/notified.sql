-- Put to the unit by a notice, wherever they stand now: not what was only taken over.
SELECT * FROM valid WHERE path IN (SELECT path FROM taken WHERE action = 'notify')
