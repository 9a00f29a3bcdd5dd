"""Changing who there is: people, bodies, places."""
