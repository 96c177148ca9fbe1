"""Chinese text in; keywords, ranked domains and ranked candidates out, each with the words that decided."""
