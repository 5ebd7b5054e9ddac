"""Search for readers: words and stages decided in one place, kept and asked by SQLite and PostgreSQL alike."""
