"""What a client that knows a job up to some number still has to hear."""

from typing import Any

from apps.jobs import events
from apps.jobs.models import Job

MOST = 500
"""Events replayed one by one; further behind, a snapshot is shorter."""

Message = dict[str, Any]


def snapshot_message(job: Job) -> Message:
    """Return ``{"type": "snapshot", "number": N, "job": {…}}``."""
    whole = events.snapshot(job)
    return {"type": "snapshot", "number": whole["number"], "job": whole}


def catch_up(job: Job, *, after: int | None) -> tuple[list[Message], int]:
    """Return the messages that bring a client from ``after`` to now, and the number it then knows.

    ``after`` None, ahead of the job, too far behind or purged gets a snapshot instead of events.
    """
    if after is None or after > job.last_event or job.last_event - after > MOST:
        message = snapshot_message(job)
        return [message], message["number"]
    if after == job.last_event:
        return [], after
    missed = events.after(job, after)
    if not missed or missed[0]["number"] != after + 1:
        message = snapshot_message(job)
        return [message], message["number"]
    messages = [event_message(str(job.pk), event) for event in missed]
    return messages, messages[-1]["number"]


def event_message(job: str, event: dict[str, Any]) -> Message:
    """Return ``{"type": "event", "job", "number", "event": {"type", "data", "created_at"}}``."""
    told = {name: event[name] for name in ("type", "data", "created_at")}
    return {"type": "event", "job": job, "number": event["number"], "event": told}


def passed_on(hint: Message) -> Message:
    """Return a message of the channel layer as clients get it: just as ``event_message`` does."""
    return {name: hint[name] for name in ("type", "job", "number", "event")}


def number_given(text: str) -> int | None:
    """Read an event number a client sent; anything but a natural number is an unknown number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def progress_told(hint: Message) -> Message:
    """Return a progress message of the channel layer as clients get it."""
    return {name: hint[name] for name in ("type", "job", "step", "fraction")}
