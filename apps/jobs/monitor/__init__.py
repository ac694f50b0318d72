"""What people are shown of the work: reads over jobs, never a write."""
