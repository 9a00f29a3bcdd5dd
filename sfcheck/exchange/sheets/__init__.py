"""Spreadsheet files opened safely and given as grids of raw cells."""
