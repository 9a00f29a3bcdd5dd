-- Look-backs that a person did and that found a no.
SELECT * FROM look_backs_by WHERE passed = 0
