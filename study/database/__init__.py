"""SQLite or PostgreSQL under the store: opened for safety, checked, brought up to date, errors as sentences."""
