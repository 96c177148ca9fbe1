"""One conversation per file, readable from top to bottom as the conversation itself."""
