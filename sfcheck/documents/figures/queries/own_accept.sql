-- What the locality must accept.
SELECT valid.* FROM valid JOIN own ON own.body = valid.accept
