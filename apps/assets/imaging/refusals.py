"""Why a picture is refused, in words."""

from skyy.api.errors import Code, Problem


def truncated() -> Problem:
    """The file ends before the picture does."""
    return Problem(
        Code.PHOTO_TRUNCATED,
        "The file ends before the picture does: it was cut short on its way. Send it again.",
    )


def damaged() -> Problem:
    """The file cannot be decoded."""
    return Problem(
        Code.PHOTO_UNREADABLE, "The picture is damaged and cannot be read. Export it again."
    )


def animated(frames: str = "several pictures") -> Problem:
    """The file holds more than one picture."""
    return Problem(
        Code.PHOTO_ANIMATED,
        f"The file holds {frames}. One file is one photograph: send a still picture.",
    )
