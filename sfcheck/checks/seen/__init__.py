"""What the rules see: files, records, registries and lives, read once and never changed."""
