"""Visits (暗访、明察): the record and its law."""
