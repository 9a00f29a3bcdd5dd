-- Of what the locality must rectify itself, what is still open.
SELECT own_rectify.* FROM own_rectify WHERE own_rectify.open = 1
