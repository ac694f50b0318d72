"""One line of what is known of a result."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """What, how much, and what that means."""

    label: str
    value: str
    note: str = ""
