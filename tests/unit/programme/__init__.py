"""The programme as data: days, plans, quiet hours."""
