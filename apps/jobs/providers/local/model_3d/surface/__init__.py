"""The closed surface that an outline is given."""
