"""Figures and reports: counted from queries, kept as pure data, put into tables."""
