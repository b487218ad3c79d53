"""The append-only journal: dated facts of one city, in SQLite or PostgreSQL with the same schema and code."""
