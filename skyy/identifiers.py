"""Primary keys: UUIDv7, which sort by the time they were made (RFC 9562, section 5.7)."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """Return a fresh UUIDv7 as a standard-library ``UUID``."""
    return uuid_utils.compat.uuid7()
