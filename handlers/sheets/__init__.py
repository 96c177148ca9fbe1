"""Spreadsheets in the core: which column means what, what a row says, what is new about it."""
