"""From a wish to a job: what to make it from, what it will do, how long that takes, the start."""
