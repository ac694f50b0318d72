"""Spans of time: when something was so, from and to, in seconds since the epoch."""

from collections.abc import Iterable, Sequence

Span = tuple[float, float]


def both(one: Iterable[Span], other: Sequence[Span]) -> list[Span]:
    """Return when two things were so at once."""
    return [
        (max(begin, since), min(end, until))
        for begin, end in one
        for since, until in other
        if max(begin, since) < min(end, until)
    ]


def covered(spans: Iterable[Span], within: Span) -> float:
    """Return for how many seconds of ``within`` at least one of the spans was so."""
    total, reached = 0.0, within[0]
    for begin, end in sorted(spans):
        until = min(end, within[1])
        if until > max(begin, reached):
            total += until - max(begin, reached)
            reached = until
    return total
