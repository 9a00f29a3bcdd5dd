-- Issues that were found there again, still unsolved, each time one (屡查不改).
SELECT * FROM taken WHERE action = 'seen-again'
