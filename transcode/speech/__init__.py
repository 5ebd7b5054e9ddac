"""Reads articles aloud: written text to spoken words, spoken words to sound."""
