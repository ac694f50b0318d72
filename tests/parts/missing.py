"""A part that this machine does not have."""


class PartMissing(Exception):
    """The server cannot be started here; the message names it and says how to get it."""
