"""Stories of the text package: what people write and what is understood."""
