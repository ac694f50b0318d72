"""The table that is printed: what must be, what was found."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line. ``right`` None: a figure that nothing is asked of."""

    what: str
    found: str
    right: bool | None = None
    wrong: str = ""


def same(what: str, found: object, wanted: object, wrong: object = "") -> Row:
    """A line that is right when both are equal."""
    right = found == wanted
    shown = str(found) if right else f"{found}, must be {wanted}"
    return Row(what, shown, right, "" if right else str(wrong)[:600])


def none(what: str, found: Sequence[object]) -> Row:
    """A line that is right when nothing was found."""
    return Row(what, str(len(found)), not found, "; ".join(map(str, found[:4]))[:600])


def printed(title: str, rows: Sequence[Row]) -> str:
    """Return the table as text."""
    widest = max(len(row.what) for row in rows)
    marks = {None: "    ", True: "ok  ", False: "BAD "}
    lines = [title, ""]
    for row in rows:
        lines.append(f"  {marks[row.right]}{row.what:<{widest}}  {row.found}".rstrip())
        lines += [f"        {row.wrong}"] if row.wrong else []
    return "\n".join(lines)
