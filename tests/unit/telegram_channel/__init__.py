"""The Telegram channel's pure parts: reading updates, rendering messages, keeping pace, judging refusals."""
