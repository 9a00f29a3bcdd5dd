"""What gets printed: figures (pure data) made into Markdown."""
