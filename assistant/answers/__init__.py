"""Answers from the records: find the places, choose the words that answer, or say that the records do not tell."""
