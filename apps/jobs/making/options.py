"""The choices of a packshot with what each means and how long it takes here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.jobs.providers.local.generative_upscaling import is_available

from .durations import Duration, measured

Words = str | Promise


@dataclass(frozen=True)
class Option:
    """One choice; ``duration`` is None while nothing was measured, ``available`` False when a
    part is missing, which ``text`` then names."""

    value: str
    title: Words
    text: Words
    duration: Duration | None = None
    available: bool = True


PROFILES: tuple[tuple[str, Words, Words], ...] = (
    (
        "full",
        _("Full"),
        _("Background removed, light evened out, small products enlarged, set on the backdrop."),
    ),
    (
        "quick",
        _("Quick"),
        _("Background removed and set on the backdrop, at most 1600 pixels. For a first look."),
    ),
    (
        "background_only",
        _("Background only"),
        _("The product cut out in its own light, nothing else changed."),
    ),
    (
        "reformat",
        _("Reformat"),
        _("The photograph as it is, fitted to the canvas. No cut-out, no mask."),
    ),
)


def profiles() -> Sequence[Option]:
    """Return the profiles with measured times."""
    return [
        Option(value, title, text, measured("packshot", {"profile": value}))
        for value, title, text in PROFILES
    ]


def upscalers() -> Sequence[Option]:
    """Return the ways to enlarge a small product."""
    honest = _(
        "Invents weave and texture that the camera did not see. "
        "The result is labelled, and reviewers are told."
    )
    missing = _("Needs optional packages: pip install -r requirements/inference.txt.")
    available = is_available()
    return [
        Option("lanczos", _("Lanczos"), _("Enlarges what the camera saw and adds nothing.")),
        Option(
            "generative",
            _("Generative"),
            honest if available else missing,
            available=available,
        ),
    ]
