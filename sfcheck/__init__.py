"""Keeps a government inspection programme's issue ledger as plain files in git."""

__version__ = "0.1.0"
