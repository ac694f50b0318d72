"""Live progress: snapshots and numbered events for sockets, gaps filled from the database."""
