"""The language of a worker and its child process: JSON messages over a pipe.

JSON, not pickle: a child reads hostile files, and what it sends must not run code in the worker.
"""

import json
from multiprocessing.connection import Connection
from typing import Any

LONGEST = 16 * 1024 * 1024
"""Bytes of a message at most."""

Message = dict[str, Any]


def send(connection: "Connection[Any, Any]", message: Message) -> None:
    """Send a message.

    Raises:
        ValueError, TypeError: it holds what JSON cannot say, or too much.
        OSError: the other end is gone.
    """
    content = json.dumps(message, allow_nan=False).encode()
    if len(content) > LONGEST:
        raise ValueError(f"{len(content)} bytes are more than a result may have")
    connection.send_bytes(content)


def receive(connection: "Connection[Any, Any]") -> Message:
    """Wait for a message.

    Raises:
        EOFError, OSError: the other end is gone, or what came is too long.
        ValueError: what came is no message.
    """
    message = json.loads(connection.recv_bytes(LONGEST))
    if not isinstance(message, dict) or "is" not in message:
        raise ValueError("not a message")
    return message
