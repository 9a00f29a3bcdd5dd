-- Open issues that the teams handed on, each time one.
SELECT handed.* FROM handed JOIN acting ON acting.team = handed.giver
