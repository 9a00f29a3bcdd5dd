"""What an office does: each action loads, calls the law, commits once."""
