"""What kinds of job and their steps are called on pages."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KINDS: Mapping[str, str | Promise] = {
    "packshot": _("Packshot"),
    "product_model": _("3D model"),
    "privacy": _("Personal data"),
    "renditions": _("Renditions"),
    "fetch": _("File from an address"),
}

STEPS: Mapping[str, str | Promise] = {
    "fetch": _("Fetch the file"),
    "validate": _("Check the photograph"),
    "background_removal": _("Remove the background"),
    "lighting": _("Even out the light"),
    "upscale": _("Enlarge"),
    "format": _("Compose and save"),
    "reference": _("Read the outline"),
    "mesh": _("Build the surface"),
    "texture": _("Lay the cloth on it"),
    "optimise": _("Pack the model"),
    "views": _("Poster and turntable"),
    "fidelity": _("Score against the photograph"),
}

GROUPS: Mapping[str, str | Promise] = {"back": _("back")}
"""What stands before a step's own name where a job works on several photographs."""


def kind_name(kind: str) -> str:
    """The kind in words; an unknown one keeps its name."""
    return str(KINDS.get(kind, kind.replace("_", " ").capitalize()))


def step_name(key: str) -> str:
    """The step in words; an unknown one keeps its key."""
    group, _dot, own = key.rpartition(".")
    name = str(STEPS.get(own, own.replace("_", " ").capitalize()))
    return f"{name} ({GROUPS.get(group, group)})" if group else name


def duration(seconds: float) -> str:
    """A length of time, as coarse as people say it: "0.4 s", "45 s", "12 min", "2 h 5 min"."""
    if seconds < 0.1:
        return gettext("under 0.1 s")
    if seconds < 10:
        return gettext("%(seconds)s s") % {"seconds": _figure(seconds, 1)}
    if seconds < 90:
        return gettext("%(seconds)d s") % {"seconds": round(seconds)}
    minutes = round(seconds / 60)
    if minutes < 90:
        return gettext("%(minutes)d min") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def rate(per_minute: float) -> str:
    """Such as "24 a minute"; slower than one in two minutes is told by the hour."""
    if per_minute >= 0.5:
        shown = _figure(per_minute, 1 if per_minute < 10 else 0)
        return gettext("%(number)s a minute") % {"number": shown}
    return gettext("%(number)d an hour") % {"number": round(per_minute * 60)}


def _figure(value: float, places: int) -> str:
    """At most ``places`` decimals, none for a whole number."""
    rounded = round(value, places)
    return number_format(rounded, 0 if rounded == int(rounded) else places)
