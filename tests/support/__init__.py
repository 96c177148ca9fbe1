"""Builders, fakes and a local Bot API server for the tests."""
