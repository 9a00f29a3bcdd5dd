-- Look-backs on these issues, each time one.
SELECT * FROM taken WHERE action = 'look-back'
