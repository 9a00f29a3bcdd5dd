"""Records as text: where they lie, how they are read and written."""
