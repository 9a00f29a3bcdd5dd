-- All issues that were chosen, voided ones too.
SELECT * FROM chosen
