"""The service killed at every commit border and started again."""
