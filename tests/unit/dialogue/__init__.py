"""Stories about the dialogue engine and its kinds of questions."""
