"""Bulletins (督查通报): the record and its law."""
