"""The embedded setting's signing key: made once, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def load_or_create(path: Path) -> str:
    """Return the key kept at ``path``, making it (mode 0600) when there is none.

    Two processes that start together agree: the file is created exclusively by one of them.
    """
    key = secrets.token_urlsafe(64)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key
