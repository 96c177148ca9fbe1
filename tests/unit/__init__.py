"""One function or value at a time."""
