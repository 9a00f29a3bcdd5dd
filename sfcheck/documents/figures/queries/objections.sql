-- Disputes of a finding, each time one.
SELECT * FROM taken WHERE action = 'object'
