"""How teams must be made up, and what the rules object to."""
