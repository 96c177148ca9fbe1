"""The dialogue engine: messages, steps, flows and texts; pure."""
