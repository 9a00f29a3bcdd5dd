"""The commands about people, bodies and places."""
