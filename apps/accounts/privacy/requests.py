"""Asking for one's data or for erasure, and what the job then does."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts import ports
from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record
from apps.accounts.models import PrivacyKind, PrivacyRequest, PrivacyStatus, User
from apps.accounts.permissions import Action, may
from apps.accounts.roles import Role
from skyy.api.errors import Code, Problem

from .archive import archive, with_files
from .erasure import PREFIX, erase

KEPT = timedelta(days=7)
"""How long a copy waits to be fetched."""
STALE = timedelta(hours=1)
"""After which the same may be asked for again although nothing was heard of the first."""
ASKED = {PrivacyKind.DATA: Happening.DATA_ASKED, PrivacyKind.ERASURE: Happening.ERASURE_ASKED}


def ask(kind: PrivacyKind, person: User, by: User) -> PrivacyRequest:
    """Ask for a copy of a person's data or for their erasure; a job does it.

    Args:
        by: the person themself, or an Owner.

    Raises:
        Problem: ``permission.denied``; ``conflict`` while the same is being done already, for
            whoever is erased already, and for the house's last Owner.
    """
    if by.pk != person.pk and not may(by, Action.ADMINISTER):
        raise Problem(Code.PERMISSION_DENIED, _("Only an Owner may ask this for somebody else."))
    if person.username.startswith(PREFIX) and not person.is_active:
        raise Problem(Code.CONFLICT, _("This person is erased already."))
    try:
        with transaction.atomic():
            if kind == PrivacyKind.ERASURE and _is_the_last_owner(person):
                words = _("The house needs an Owner. Give the role to somebody else first.")
                raise Problem(Code.CONFLICT, words)
            _forget_stale(kind, person)
            made = PrivacyRequest.objects.create(kind=kind, person=person, asked_by=by)
            record(ASKED[kind], person=by, about=person)
            ports.privacy_work(made.pk)
    except IntegrityError as error:
        words = _("This is being done already. Look again in a moment.")
        raise Problem(Code.CONFLICT, words) from error
    return made


def _forget_stale(kind: PrivacyKind, person: User) -> None:
    """A job that was lost, or ended without a word, must not keep anybody from asking again."""
    PrivacyRequest.objects.filter(
        kind=kind,
        person=person,
        status=PrivacyStatus.WAITING,
        asked_at__lt=timezone.now() - STALE,
    ).update(status=PrivacyStatus.FAILED)


def fulfil(request_id: UUID) -> None:
    """Do what was asked for; once, whoever calls it again."""
    with transaction.atomic():
        request = (
            PrivacyRequest.objects.select_for_update(of=("self",))
            .select_related("person", "asked_by")
            .get(pk=request_id)
        )
        if request.status not in (PrivacyStatus.WAITING, PrivacyStatus.FAILED):
            return
        now = timezone.now()
        if request.kind == PrivacyKind.DATA:
            request.content = archive(request.person)
            request.expires_at = now + KEPT
        elif _is_the_last_owner(request.person):
            # Was not, when it was asked for.
            request.status = PrivacyStatus.FAILED
            request.save(update_fields=["status"])
            return
        else:
            erase(request.person, request.asked_by)
        request.status, request.done_at = PrivacyStatus.DONE, now
        request.save(update_fields=["status", "done_at", "expires_at", "content"])


def give_up(request_id: UUID) -> None:
    """The job failed: the person is told so and may ask again."""
    waiting = PrivacyRequest.objects.filter(pk=request_id, status=PrivacyStatus.WAITING)
    waiting.update(status=PrivacyStatus.FAILED)


@transaction.atomic
def fetch(request: PrivacyRequest, by: User) -> Iterator[bytes]:
    """Return the ZIP of a request for data, piece by piece; the pieces read no database.

    Raises:
        Problem: ``conflict`` while it is made; ``not_found`` when it is no longer kept.
    """
    if request.kind != PrivacyKind.DATA or request.status == PrivacyStatus.WAITING:
        raise Problem(Code.CONFLICT, _("There is nothing to fetch yet."))
    late = request.expires_at is not None and request.expires_at <= timezone.now()
    if request.content is None or late:
        raise Problem(Code.NOT_FOUND, _("This copy is no longer kept. Ask for a new one."))
    record(Happening.DATA_FETCHED, person=by, about=request.person)
    return with_files(bytes(request.content), ports.personal_files(request.person))


def sweep() -> None:
    """Drop the copies whose time is over."""
    late = PrivacyRequest.objects.filter(
        expires_at__lte=timezone.now(), status=PrivacyStatus.DONE, kind=PrivacyKind.DATA
    )
    late.update(content=None, status=PrivacyStatus.EXPIRED)


def _is_the_last_owner(person: User) -> bool:
    if person.role != Role.SUPER_ADMIN or not person.is_active:
        return False
    owners = User.objects.select_for_update().filter(role=Role.SUPER_ADMIN, is_active=True)
    return {owner.pk for owner in owners} == {person.pk}
