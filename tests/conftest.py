"""For all tests: hypothesis looks for faults, not for a busy machine."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
