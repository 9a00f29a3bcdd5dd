"""Spreadsheets taken over, issues put out."""
