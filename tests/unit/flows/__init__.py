"""Stories of single conversations."""
