"""The choices of each kind of job with what each means and how long it takes here."""

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


# The figures are those of providers.local.model_3d.tiers.
QUALITIES: tuple[tuple[str, Words, Words], ...] = (
    ("draft", _("Draft"), _("8,000 triangles, 1024 pixels of texture. For a first look.")),
    (
        "standard",
        _("Standard"),
        _("36,000 triangles, 2048 pixels of texture. For shops and telephones."),
    ),
    ("high", _("High"), _("90,000 triangles, 2048 pixels of texture. For close looks.")),
)
TARGETS: tuple[tuple[str, Words, Words], ...] = (
    ("mobile_ar", _("Mobile AR"), _("At most 3 MB, 150,000 triangles, 2048 pixels of texture.")),
    ("desktop", _("Desktop"), _("At most 3 MB, 250,000 triangles, 2048 pixels of texture.")),
    ("banner", _("Banner"), _("At most 0.5 MB, 30,000 triangles, 512 pixels of texture.")),
    ("planner", _("Room planner"), _("At most 1 MB, 40,000 triangles, 1024 pixels of texture.")),
)
"""Khronos 3D Commerce publishing targets; ``apps.assets.gltf.targets`` holds the figures."""


def profiles() -> Sequence[Option]:
    """Return the profiles with measured times."""
    return [
        Option(value, title, text, measured("packshot", {"profile": value}))
        for value, title, text in PROFILES
    ]


def qualities() -> Sequence[Option]:
    """Return the qualities of a 3D model with measured times."""
    return [
        Option(value, title, text, measured("product_model", {"quality": value}))
        for value, title, text in QUALITIES
    ]


def targets() -> Sequence[Option]:
    """Return where a 3D model can be published."""
    return [Option(value, title, text) for value, title, text in TARGETS]


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
