"""Checking a ledger and explaining what the checks and refusals say."""
