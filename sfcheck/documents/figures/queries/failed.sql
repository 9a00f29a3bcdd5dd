-- Issues of which a look-back failed at least once.
SELECT * FROM valid WHERE path IN (SELECT path FROM look_backs_failed)
