-- Claims that the accepting body returned, each time one.
SELECT * FROM taken WHERE action = 'return'
