"""Issues: the record, its events, its law, and what is told from them."""
