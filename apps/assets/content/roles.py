"""What a file must be for the role it is given."""

from collections.abc import Mapping
from dataclasses import dataclass

from skyy.api.errors import Code, Problem

from .found import Found, Kind


@dataclass(frozen=True, slots=True)
class RoleLimits:
    """``kinds`` and ``media_types`` that may have the role (any where empty), ``max_bytes`` at
    most, and ``seconds`` at least and at most."""

    kinds: frozenset[Kind]
    max_bytes: int | None = None
    seconds: tuple[float, float] | None = None
    media_types: frozenset[str] = frozenset()


_PICTURE = RoleLimits(frozenset({"image"}))
ROLES: Mapping[str, RoleLimits] = {
    "portrait": RoleLimits(frozenset({"image"}), 10_000_000),
    "voice_sample": RoleLimits(frozenset({"audio"}), 50_000_000, (10.0, 30.0)),
    "script": RoleLimits(frozenset({"document"}), 1_000_000, None, frozenset({"text/plain"})),
    "document": RoleLimits(frozenset({"document"})),
    "packshot": _PICTURE,
    "first_frame": _PICTURE,
    "subject": _PICTURE,
    "brand_logo": _PICTURE,
    "product_shot": _PICTURE,
    "background": _PICTURE,
    "closing_frame": _PICTURE,
}
"""A role that is not listed may be anything."""

TEXT_ROLES = frozenset({"script", "document"})
"""Plain text has no mark of its own: it is taken where a text was asked for, and nowhere else."""

DEFAULT_ROLE = "photograph"
ROLE_OF_KIND: Mapping[Kind, str] = {
    "image": DEFAULT_ROLE,
    "model_3d": "model",
    "video": "film",
    "audio": "sound",
    "document": "document",
}
_WORDS: Mapping[Kind, str] = {
    "image": "a picture",
    "model_3d": "a 3D model",
    "video": "a film",
    "audio": "a sound",
    "texture": "a texture",
    "document": "a document",
}


def role_for(kind: Kind, asked: str) -> str:
    """The role a file of this kind gets: ``asked``, but a film is no photograph."""
    if kind == "model_3d" or asked == DEFAULT_ROLE:
        return ROLE_OF_KIND.get(kind, asked)
    return asked


def check_role(role: str, found: Found, size: int) -> None:
    """Refuse a file that is not what its role wants.

    Args:
        size: in bytes.

    Raises:
        Problem: ``upload.wrong_kind``, ``upload.too_large``, ``media.too_short``,
            ``media.too_long``.
    """
    limits = ROLES.get(role)
    if limits is None:
        return
    named = role.replace("_", " ")
    if found.kind not in limits.kinds:
        wanted = " or ".join(sorted(_WORDS[kind] for kind in limits.kinds))
        words = f"A {named} is {wanted}; this is {_WORDS[found.kind]}."
        raise Problem(Code.UPLOAD_WRONG_KIND, words)
    if limits.media_types and found.media_type not in limits.media_types:
        words = f"A {named} is {', '.join(sorted(limits.media_types))}; this is {found.media_type}."
        raise Problem(Code.UPLOAD_WRONG_KIND, words)
    check_size(role, size)
    if limits.seconds:
        least, most = limits.seconds
        lasts = float(found.facts.get("seconds", 0.0))
        words = f"A {named} lasts {least:.0f} to {most:.0f} seconds; this lasts {lasts:.1f}."
        if lasts < least:
            raise Problem(Code.MEDIA_TOO_SHORT, words)
        if lasts > most:
            raise Problem(Code.MEDIA_TOO_LONG, words)


def check_size(role: str, size: int) -> None:
    """Refuse what is too large for its role, before anything is read.

    Raises:
        Problem: ``upload.too_large``.
    """
    limits = ROLES.get(role)
    if limits is not None and limits.max_bytes is not None and size > limits.max_bytes:
        raise Problem(
            Code.UPLOAD_TOO_LARGE,
            f"A {role.replace('_', ' ')} may have {limits.max_bytes / 1e6:.0f} MB; "
            f"this has {size / 1e6:.1f} MB.",
        )
