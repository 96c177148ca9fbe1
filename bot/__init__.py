"""The running service: channels, storage, documents, web and their wiring; nothing imports it."""
