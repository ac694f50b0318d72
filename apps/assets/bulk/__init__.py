"""One change to many assets: all or nothing, and back again."""
