"""Ways to reach a person: each converts between its own protocol and the core's messages."""
