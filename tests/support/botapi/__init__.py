"""A Telegram Bot API server for tests, strict where Telegram is strict."""
