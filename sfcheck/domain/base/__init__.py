"""What all records rest on: fields, numbers, vocabulary, misfits, findings."""
