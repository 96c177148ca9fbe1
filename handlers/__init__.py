"""The core: nouns, rules, the programme's calendar, conversations and use cases; synchronous, without I/O."""
