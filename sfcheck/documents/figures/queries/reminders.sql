-- Reminders by the overall office, each time one.
SELECT * FROM taken WHERE action = 'remind'
