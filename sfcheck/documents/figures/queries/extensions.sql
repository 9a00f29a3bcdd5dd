-- Extensions granted, each time one.
SELECT * FROM taken WHERE action = 'extend'
