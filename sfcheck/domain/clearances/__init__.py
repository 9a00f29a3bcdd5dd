"""Clearances (兜底清零): the record and its law."""
