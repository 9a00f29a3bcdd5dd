"""Two clones' ledgers made one: nothing that either has is lost (docs/sync.md)."""
