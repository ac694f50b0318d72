"""The second factor: six digits from an authenticator app (TOTP, RFC 6238), or a recovery code."""

import secrets
from dataclasses import dataclass

import pyotp
import segno
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import attempts, secret_box
from .audit.happenings import Happening
from .audit.recording import record
from .models import RecoveryCode, SecondFactor, User

SEALED_FOR = "seal"
STEP_SECONDS = 30
TOLERATED_STEPS = 1
"""Clocks differ: the code before and the code after are taken as well."""
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without signs that are read for others."""


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs: to type, to open, to scan (an inline SVG)."""

    secret: str
    uri: str
    svg: str


def begin(user: User) -> Enrolment:
    """Make a new secret, or show the one that waits for its first code.

    Raises:
        Problem: ``second_factor.active``: turn it off first.
    """
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is not None and factor.confirmed_at is not None:
        raise Problem(Code.SECOND_FACTOR_ACTIVE, _("The second factor is on already."))
    if factor is None:
        sealed = secret_box.seal(pyotp.random_base32(), SEALED_FOR)
        factor = SecondFactor.objects.get_or_create(user=user, defaults={"secret": sealed})[0]
    secret = _secret(factor)
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="Skyy")
    svg = segno.make(uri, error="m", micro=False).svg_inline(
        scale=4, border=2, dark="#0d0d0d", light="#ffffff", omitsize=True
    )
    return Enrolment(secret=secret, uri=uri, svg=svg)


def confirm(user: User, code: str) -> list[str]:
    """Turn it on with its first code; return the recovery codes, which are never shown again.

    Raises:
        Problem: ``second_factor.wrong``, ``second_factor.active`` or ``…not_active`` (nothing was
            begun), ``throttled``.
    """
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None:
        raise Problem(Code.SECOND_FACTOR_NOT_ACTIVE, _("Begin by scanning the code."))
    if factor.confirmed_at is not None:
        raise Problem(Code.SECOND_FACTOR_ACTIVE, _("The second factor is on already."))
    attempts.count(attempts.CODE, str(user.pk))
    if not _takes(factor, code):
        raise _wrong()
    attempts.forget(attempts.CODE, str(user.pk))
    now = timezone.now()
    with transaction.atomic():
        SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=now)
        User.objects.filter(pk=user.pk).update(second_factor_at=now)
        user.second_factor_at = now
        record(Happening.FACTOR_ADDED, about=user)
        return _new_codes(factor)


def check(user: User, code: str) -> None:
    """Ask for a code, from the app or of the recovery ones; each serves once.

    Raises:
        Problem: ``second_factor.wrong``, ``second_factor.not_active`` or ``throttled``.
    """
    factor = _active(user)
    attempts.count(attempts.CODE, str(user.pk))
    if not (_takes(factor, code) or _takes_recovery(factor, code)):
        raise _wrong()
    attempts.forget(attempts.CODE, str(user.pk))


def turn_off(user: User) -> None:
    """Sign in with the password alone from now on.

    Raises:
        Problem: ``second_factor.required`` of staff, ``second_factor.not_active``.
    """
    _active(user)
    user.second_factor_at = None
    if user.lacks_second_factor:
        user.refresh_from_db(fields=["second_factor_at"])
        words = _("Your role needs a second factor. Nothing was changed.")
        raise Problem(Code.SECOND_FACTOR_REQUIRED, words)
    remove(user)


def remove(user: User) -> None:
    """Take it away, whoever asks: for somebody who lost app and recovery codes."""
    with transaction.atomic():
        SecondFactor.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(second_factor_at=None)
        record(Happening.FACTOR_REMOVED, about=user)
    user.second_factor_at = None


def new_recovery_codes(user: User) -> list[str]:
    """Make new recovery codes; the old ones end.

    Raises:
        Problem: ``second_factor.not_active``.
    """
    with transaction.atomic():
        return _new_codes(_active(user))


def recovery_codes_left(user: User) -> int:
    """How many have not been used."""
    return RecoveryCode.objects.filter(factor__user=user, used_at=None).count()


def _secret(factor: SecondFactor) -> str:
    try:
        return secret_box.unseal(factor.secret, SEALED_FOR)
    except secret_box.Unreadable as changed:
        words = _("This second factor can no longer be read. An Owner of the house can remove it.")
        raise Problem(Code.SECOND_FACTOR_NOT_ACTIVE, words) from changed


def _active(user: User) -> SecondFactor:
    factor = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    if factor is None:
        raise Problem(Code.SECOND_FACTOR_NOT_ACTIVE, _("There is no second factor yet."))
    return factor


def _takes(factor: SecondFactor, code: str) -> bool:
    """Whether it is a code of now; what is taken is noted, so that it is not taken again."""
    digits = code.replace(" ", "")
    if not (len(digits) == 6 and digits.isascii() and digits.isdecimal()):
        return False
    generator = pyotp.TOTP(_secret(factor))
    present = int(attempts.now()) // STEP_SECONDS
    for step in range(present - TOLERATED_STEPS, present + TOLERATED_STEPS + 1):
        if secrets.compare_digest(generator.generate_otp(step), digits):
            newer = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
            return newer.update(last_step=step) == 1
    return False


def _takes_recovery(factor: SecondFactor, code: str) -> bool:
    digest = _digest(factor, code)
    unused = RecoveryCode.objects.filter(factor=factor, digest=digest, used_at=None)
    return unused.update(used_at=timezone.now()) == 1


def _new_codes(factor: SecondFactor) -> list[str]:
    factor.codes.all().delete()
    codes = [
        "-".join("".join(secrets.choice(ALPHABET) for _n in range(4)) for _part in range(4))
        for _number in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=_digest(factor, code)) for code in codes
    )
    return codes


def _digest(factor: SecondFactor, code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return secret_box.digest(f"{factor.pk}:{plain}")


def _wrong() -> Problem:
    words = _("This code does not fit, or it was used before. Wait for the next one.")
    return Problem(Code.SECOND_FACTOR_WRONG, words, fields={"code": [words]})
