"""Keeps a government inspection programme's issue ledger as plain files in git."""

__version__ = "0.1.0"

INTERRUPTED = 130
"""Exit status after Ctrl-C; those of refusals stand in `sfcheck.errors`."""

LEDGER = "SFCHECK_LEDGER"
"""The variable that names the ledger's folder where `-L` does not."""
