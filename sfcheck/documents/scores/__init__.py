"""The papers of an assessment: the score sheet and the letter about it."""
