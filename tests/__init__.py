"""Tests, from single functions to whole stories."""
