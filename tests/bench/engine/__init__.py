"""What a step costs on PostgreSQL and Redis, fsync on, beside what others do in the same run."""
