"""Spreadsheets in the core."""
