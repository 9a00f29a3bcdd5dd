"""Rounds and teams: opened, manned, judged, and the seats people hold in them."""
