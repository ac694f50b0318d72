"""Signing in and out of browsers, and the list of where a person is signed in."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken

from .audit.happenings import Happening
from .audit.recording import record
from .models import Device, DeviceKind, User

IN_SESSION = "device"
BACKEND = "django.contrib.auth.backends.ModelBackend"
SEEN_EVERY = timedelta(minutes=10)


def begin_session(request: HttpRequest, user: User) -> Device:
    """Sign ``user`` in to the browser that asks; whoever was signed in there is signed out."""
    _forget_row(request)
    login(request, user, backend=BACKEND)
    request.session.save()
    device = _new(request, user, DeviceKind.SESSION, settings.SESSION_COOKIE_AGE)
    device.session_key = request.session.session_key or ""
    device.save(update_fields=["session_key"])
    request.session[IN_SESSION] = str(device.pk)
    record(Happening.SIGNED_IN, person=user, about=device, name=device.get_kind_display())
    return device


def begin_tokens(request: HttpRequest, user: User, lifetime: timedelta) -> Device:
    """Note that a client of the API signs in; its tokens name the row."""
    device = _new(request, user, DeviceKind.TOKENS, int(lifetime.total_seconds()))
    record(Happening.SIGNED_IN, person=user, about=device, name=device.get_kind_display())
    return device


def end_session(request: HttpRequest) -> None:
    """Sign out of the browser that asks."""
    if isinstance(request.user, User):
        record(Happening.SIGNED_OUT, person=request.user)
    _forget_row(request)
    logout(request)


def this_device(request: HttpRequest) -> UUID | None:
    """The row of the browser that asks, or None: sessions of before there were rows have none."""
    known = request.session.get(IN_SESSION) if hasattr(request, "session") else None
    return UUID(known) if known else None


def listed(user: User) -> QuerySet[Device]:
    """Where somebody is signed in, last seen first."""
    return user.devices.filter(expires_at__gt=timezone.now())


def end(user: User, device_id: UUID) -> bool:
    """Sign one of a person's devices out; False when there is no such one."""
    found = list(user.devices.filter(pk=device_id))
    for device in found:
        record(Happening.SIGNED_OUT, about=device, name=device.get_kind_display())
    _end(found)
    return bool(found)


def end_others(user: User, keep: UUID | None) -> None:
    """Sign out everywhere but here."""
    others = user.devices.exclude(pk=keep) if keep is not None else user.devices.all()
    _end(list(others))


@transaction.atomic
def end_everywhere(user: User) -> None:
    """End every session and token of a person at once, this one too. API keys stay."""
    User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)
    user.refresh_from_db(fields=["epoch"])
    _end(list(user.devices.all()))
    record(Happening.SIGNED_OUT_EVERYWHERE, about=user)


def keep_session(request: HttpRequest, user: User) -> None:
    """After a new password: the browser that asks stays signed in, under a new session key."""
    update_session_auth_hash(request, user)
    request.session.save()
    here = this_device(request)
    if here is not None:
        user.devices.filter(pk=here).update(session_key=request.session.session_key or "")


def seen(device_id: UUID | str, user: User, *, until: timedelta | None = None) -> bool:
    """Whether a device is still signed in; notes from time to time that it was seen.

    Args:
        until: how long it may go on from now; left out, that stays as it was.
    """
    now = timezone.now()
    device = user.devices.filter(pk=device_id).first()
    if device is None:
        return False
    if until is not None:
        user.devices.filter(pk=device_id).update(seen_at=now, expires_at=now + until)
    elif now - device.seen_at > SEEN_EVERY:
        user.devices.filter(pk=device_id).update(seen_at=now)
    return True


def _new(request: HttpRequest, user: User, kind: DeviceKind, seconds: int) -> Device:
    now = timezone.now()
    # What has run out is of no use to anybody.
    user.devices.filter(expires_at__lt=now).delete()
    OutstandingToken.objects.filter(user=user, expires_at__lt=now).delete()
    agent = "".join(c for c in request.headers.get("User-Agent", "") if c.isprintable())
    return Device.objects.create(
        user=user,
        kind=kind,
        user_agent=agent[:200],
        address=request.META.get("REMOTE_ADDR") or None,
        seen_at=now,
        expires_at=now + timedelta(seconds=seconds),
    )


def _end(devices: list[Device]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for device in devices:
        if device.session_key:
            store(device.session_key).delete()
    Device.objects.filter(pk__in=[device.pk for device in devices]).delete()


def _forget_row(request: HttpRequest) -> None:
    known = this_device(request)
    if known is not None:
        Device.objects.filter(pk=known, session_key=request.session.session_key or "").delete()
