"""The demonstration: what is played, where, and by whom."""
