"""Where records live: layout, YAML, transaction, git, index."""
