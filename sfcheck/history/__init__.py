"""Who changed what: the story of a record, told from git."""
