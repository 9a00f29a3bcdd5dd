"""Papers about issues: letters (feedback, extension, reminder …) and the form of closing.

They say what events say. What is not on record stays out; nothing is decided here, no number and no
day is made up.
"""
