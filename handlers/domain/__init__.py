"""Nouns, their rules and who may do what."""
