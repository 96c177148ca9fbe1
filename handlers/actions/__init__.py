"""What each button does, one subject per file."""
