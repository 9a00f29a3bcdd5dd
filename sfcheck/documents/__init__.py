"""What gets printed: figures (pure data) made into papers of every form."""
