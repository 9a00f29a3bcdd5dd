"""Percentages in finished papers, found and traced to their counts."""
