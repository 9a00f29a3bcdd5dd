"""What comes in and goes out: spreadsheets in, columnar files out; no rule of the law is here."""
