"""Workers inside this process: started by a command, never by importing something."""

from .embedded import Runtime
from .resting import wait_until_resting

__all__ = ["Runtime", "wait_until_resting"]
