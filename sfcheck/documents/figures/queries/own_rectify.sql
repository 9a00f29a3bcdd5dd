-- What the locality must rectify itself.
SELECT valid.* FROM valid JOIN own ON own.body = valid.rectify
