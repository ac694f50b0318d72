"""Django's PostgreSQL, with a pool that is done with a restarted server at once."""
