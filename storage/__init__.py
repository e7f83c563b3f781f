"""The database: SQLAlchemy Core tables, one store per domain, migrations and the transaction."""
