"""Commands by which a ledger is believed: checked, explained, brought together."""
