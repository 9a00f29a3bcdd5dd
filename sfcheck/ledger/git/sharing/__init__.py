"""What is shared with other clones: the remote, and merges made by us."""
