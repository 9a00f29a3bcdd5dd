-- Open issues that the teams took over, each time one.
SELECT handed.* FROM handed JOIN acting ON acting.team = handed.receiver
