"""Invented people, firms, needs and one programme for `make run` and `make demo`: data only."""
