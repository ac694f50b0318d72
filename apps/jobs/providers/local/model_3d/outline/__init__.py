"""What the photograph says of the shape: an upright outline, what it is, and where it opens."""
