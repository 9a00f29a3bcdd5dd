-- Look-backs whose three verdicts all were yes.
SELECT * FROM look_backs WHERE passed = 1
