-- Look-backs with at least one no.
SELECT * FROM look_backs WHERE passed = 0
