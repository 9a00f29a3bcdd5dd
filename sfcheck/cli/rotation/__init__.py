"""The commands `round` and `team`."""
