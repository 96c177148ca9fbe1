"""Needs and experts brought together: nouns read into views, views ranked and judged."""
