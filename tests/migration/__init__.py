"""Every schema and saved state of the past, brought up to date."""
