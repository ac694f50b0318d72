"""Why a model is refused, in words. Each says what to do."""

from skyy.api.errors import Code, Problem


def unreadable(what: str) -> Problem:
    """The file breaks the rules of glTF 2.0. ``what`` is a sentence without its full stop."""
    return Problem(
        Code.MODEL_UNREADABLE, f"{what}. The model cannot be read; export it again as GLB."
    )


def wrong_length(what: str) -> Problem:
    """The file's own lengths contradict its size."""
    return Problem(
        Code.MODEL_WRONG_LENGTH,
        f"{what}. The file was probably cut short on its way; send it again.",
    )


def remote(what: str) -> Problem:
    """Something lies outside the file."""
    return Problem(
        Code.MODEL_REMOTE,
        f"{what}. Everything must be inside the file: export it as one GLB with its textures "
        "embedded.",
    )


def not_finite(what: str) -> Problem:
    """A number is infinite or none at all."""
    return Problem(
        Code.MODEL_NOT_FINITE,
        f"The model's {what} hold numbers that are none (NaN or infinite). "
        "Clean the mesh up where it was made and export it again.",
    )


def too_large(what: str, found: int, most: int) -> Problem:
    """More than is taken."""
    return Problem(
        Code.MODEL_TOO_LARGE,
        f"The model has {found:,} {what}; at most {most:,} are taken. "
        "Reduce it where it was made and export it again.",
    )


def empty(what: str) -> Problem:
    """There is nothing to see."""
    return Problem(
        Code.MODEL_EMPTY,
        f"{what}. Check that the product's mesh is part of what is exported, and export it again.",
    )


def unsupported(what: str, remedy: str) -> Problem:
    """Something valid that Skyy does not read."""
    return Problem(Code.MODEL_UNSUPPORTED, f"The model {what}, which is not read here. {remedy}")


def wrong_units(side: float, least: float, most: float) -> Problem:
    """The longest side, read as metres, is no product's."""
    words = f"glTF counts in metres, and the model's longest side is {side:,.4g} of them"
    if side < least:
        guess = "it was probably scaled down on its way"
    elif side / 100 <= most / 4:
        guess = f"it looks as if it were in centimetres ({side / 100:,.2f} m)"
    else:
        guess = f"it looks as if it were in millimetres ({side / 1000:,.2f} m)"
    return Problem(
        Code.MODEL_WRONG_UNITS,
        f"{words}: {guess}. Products between {least * 1000:g} mm and {most:g} m are taken. "
        "Set the unit to metres, apply the scale, and export it again.",
    )
