"""The name of this process among all that work."""

import os
import socket


def process_name() -> str:
    """Return host and process id, as people see them in steps and on the workers page."""
    return f"{socket.gethostname()}:{os.getpid()}"
