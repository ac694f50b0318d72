"""What must be true afterwards: by SQL, by the bucket, by the provider's own log."""
