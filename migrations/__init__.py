"""The history of the tables: one revision per subject, for SQLite and PostgreSQL alike."""
