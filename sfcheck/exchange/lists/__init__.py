"""What an issue list in a spreadsheet says: its head, columns, rows and cells."""
