"""Whole stories, told as the people in them live them."""
