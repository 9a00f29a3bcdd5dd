"""What a step must show besides state and hand: one function a requirement, each raising `Refused`.

Named so that the table of `law.py` reads as sentences: accept *must show new evidence*.
"""
