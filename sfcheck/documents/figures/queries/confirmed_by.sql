-- Issues whose truth a person answered for as leader.
SELECT * FROM done_by WHERE action = 'confirm'
