-- Of what the locality must rectify itself, what is overdue.
SELECT overdue.* FROM overdue JOIN own ON own.body = overdue.rectify
