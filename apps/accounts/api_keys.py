"""Keys for integrations: shown once, kept as a hash, bounded by scopes, role and time."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from .audit.happenings import Happening
from .audit.recording import record
from .models import ApiKey, AuditEntry, User
from .permissions import Action, may

MARK = "skyy"
LONGEST_DAYS = 365
MOST = 20
"""Keys in force a person may have."""
NOTED_EVERY = timedelta(minutes=1)
SCOPES = tuple(action for action in Action if action is not Action.OWN_ACCOUNT)
"""What a key may be made for; never for the account itself."""


@transaction.atomic
def create(user: User, name: str, scopes: Collection[str], days: int) -> tuple[ApiKey, str]:
    """Make a key; return it with its text, which is not kept.

    Args:
        name: what it is for.
        scopes: actions, each of which the person's role allows now.
        days: how long it holds, 1 to 365.

    Raises:
        Problem: ``request.invalid`` with ``fields``, ``conflict`` when there are too many.
    """
    _check(user, name, scopes, days)
    if user.api_keys.filter(revoked_at=None, expires_at__gt=timezone.now()).count() >= MOST:
        words = _("You have %(most)s keys. Revoke one that is not needed first.")
        raise Problem(Code.CONFLICT, words % {"most": MOST})
    prefix, secret = f"{MARK}_{secrets.token_hex(5)}", secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=user,
        name=name.strip(),
        prefix=prefix,
        digest=_digest(secret),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    record(
        Happening.KEY_MADE,
        about=key,
        name=str(key),
        team=user.team,
        after={"scopes": key.scopes, "expires_at": key.expires_at},
    )
    return key, f"{prefix}_{secret}"


def holder(text: str, address: str) -> ApiKey | None:
    """Return the key a text is, with its person; None for one that opens nothing (any longer)."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != MARK or len(text) > 120:
        return None
    prefix, secret = f"{MARK}_{parts[1]}", parts[2]
    key = ApiKey.objects.filter(prefix=prefix).select_related("user__team").first()
    if key is None or not secrets.compare_digest(key.digest, _digest(secret)):
        return None
    if key.state() != "active" or not key.user.is_active:
        return None
    _note_use(key, address)
    return key


@transaction.atomic
def revoke(user: User, key_id: UUID) -> ApiKey | None:
    """End one of a person's keys; None when there is no such one. Twice is as good as once."""
    key = user.api_keys.filter(pk=key_id).first()
    if key is not None and key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        record(Happening.KEY_REVOKED, about=key, name=str(key), team=user.team)
    return key


def grantable(user: User) -> list[Action]:
    """The scopes a person may give."""
    return [action for action in SCOPES if may(user, action)]


def _note_use(key: ApiKey, address: str) -> None:
    now = timezone.now()
    if key.last_used_from != (address or None):
        _note_place(key, address)
    elif key.last_used_at is not None and key.last_used_at >= now - NOTED_EVERY:
        return
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=now, last_used_from=address or None)


def _note_place(key: ApiKey, address: str) -> None:
    """Put into the log that a key is used from where it never was: a thief has it, perhaps."""
    happening = Happening.KEY_USED
    known = AuditEntry.objects.filter(about_type=key._meta.label_lower, about_id=str(key.pk))
    if not known.filter(happening=happening, address=address[:45]).exists():
        record(happening, person=key.user, about=key, name=str(key), team=key.user.team)


def _check(user: User, name: str, scopes: Collection[str], days: int) -> None:
    wrong: dict[str, list[str]] = {}
    if not name.strip() or len(name.strip()) > 80 or not name.isprintable():
        wrong["name"] = [_("Give it a name of 1 to 80 characters.")]
    beyond = set(scopes) - {action.value for action in grantable(user)}
    if not scopes:
        wrong["scopes"] = [_("Choose at least one thing it may do.")]
    elif beyond:
        said = ", ".join(sorted(beyond))
        wrong["scopes"] = [_("Your role cannot give: %(scopes)s") % {"scopes": said}]
    if not 1 <= days <= LONGEST_DAYS:
        wrong["days"] = [_("A key holds for 1 to 365 days.")]
    if wrong:
        raise Problem(Code.REQUEST_INVALID, _("This key cannot be made as asked."), fields=wrong)


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()
