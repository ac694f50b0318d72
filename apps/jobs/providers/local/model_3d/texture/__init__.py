"""The picture that is laid on the surface: the photograph where it shows, cloth elsewhere."""
