"""Nouns, values and their rules."""
