"""Database, queues, repositories and unit of work, alike on SQLite and PostgreSQL."""
