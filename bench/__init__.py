"""Measurements, each as a ratio to a baseline in the same run. Nothing here is shipped.

`python -m bench` measures; `python -m bench.make DIR COUNT` makes a ledger to look at.
"""
