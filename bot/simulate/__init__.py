"""A year played on a clock moved by hand, with people who answer, forget, decline and vanish."""
