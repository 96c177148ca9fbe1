"""Measurements of the running service, printed beside a floor taken in the same run."""
