"""Reports made, stamped, and finished papers checked against the ledger."""
