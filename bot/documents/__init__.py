"""Documents, tables, calendars and charts: data in, bytes out."""
