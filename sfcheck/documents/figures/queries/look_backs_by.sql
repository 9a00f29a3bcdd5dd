-- Look-backs that a person did.
SELECT * FROM done_by WHERE action = 'look-back'
