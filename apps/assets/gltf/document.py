"""Looks into the JSON of a glTF and believes nothing: every member is asked for by its type."""

import math
from collections.abc import Sequence
from typing import Any, cast

from . import refusals

_MOST = 1 << 40
"""No offset or count of a real file is larger; sums of such numbers do not overflow."""


def members(of: Any, name: str) -> list[Any]:
    """An array; none is an empty one."""
    found = of.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise refusals.unreadable(f"“{name}” is no list")
    return found


def member(of: Any, name: str) -> dict[str, Any]:
    """An object; none is an empty one."""
    found = of.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise refusals.unreadable(f"“{name}” is no object")
    return found


def entry(of: Any, name: str, index: int) -> dict[str, Any]:
    """The object at ``index`` of an array."""
    found = members(of, name)
    if index >= len(found) or not isinstance(found[index], dict):
        raise refusals.unreadable(f"The file names {name} {index}, which is not there")
    # No copy: a hostile file names one large object many thousand times.
    return cast("dict[str, Any]", found[index])


def count(of: Any, name: str, default: int | None = None) -> int:
    """A whole number of at least 0, such as an index, an offset or a length."""
    found = of.get(name, default)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= _MOST:
        raise refusals.unreadable(f"“{name}” is no whole number in its range")
    return found


def index(of: Any, name: str) -> int | None:
    """A whole number, or ``None`` where there is none."""
    return None if of.get(name) is None else count(of, name)


def numbers(of: Any, name: str, default: Sequence[float]) -> tuple[float, ...]:
    """As many finite numbers as ``default`` has."""
    found = of.get(name)
    if found is None:
        return tuple(default)
    if not isinstance(found, list) or len(found) != len(default):
        raise refusals.unreadable(f"“{name}” does not hold {len(default)} numbers")
    return tuple(_finite(one, name) for one in found)


def number(of: Any, name: str, default: float) -> float:
    """A finite number."""
    found = of.get(name)
    return default if found is None else _finite(found, name)


def text(of: Any, name: str, default: str = "") -> str:
    """A text of at most 200 characters."""
    found = of.get(name)
    return found[:200] if isinstance(found, str) and found else default


def _finite(found: Any, name: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise refusals.unreadable(f"“{name}” holds something that is no number")
    try:
        value = float(found)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value) or abs(value) > 1e30:
        raise refusals.not_finite(name)
    return value
