"""Template filters of the jobs floor."""
