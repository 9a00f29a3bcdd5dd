-- Closed issues that were put back on the list, each time one.
SELECT * FROM taken WHERE action = 'reopen'
