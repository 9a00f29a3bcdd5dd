"""The dashboard: its figures and its page."""
