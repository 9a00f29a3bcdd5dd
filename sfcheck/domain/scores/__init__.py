"""Assessments (督考): the record, its law, the matrix, and who bears what."""
