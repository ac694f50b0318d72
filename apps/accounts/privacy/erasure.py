"""Forgets a person: their account keeps its row, under a pseudonym, because the house's own record
of its work and its audit log point to it."""

from secrets import token_hex

from django.contrib.admin.models import LogEntry
from django.db import transaction

from apps.accounts.audit.happenings import Happening
from apps.accounts.audit.recording import record
from apps.accounts.models import AuditEntry, PrivacyRequest, User
from apps.accounts.people import assign_role
from apps.accounts.roles import Role

from .related import is_theirs, references, rows_of

PREFIX = "erased-"


@transaction.atomic
def erase(person: User, asked_by: User) -> str:
    """Take the person out of the house; returns the pseudonym.

    Gone: name, address, password, keys, devices, tokens, claims, network addresses in the audit
    log, what the log held of their account before and after, copies of their data. Staying: what
    they made and decided, and that they did, under the pseudonym.
    """
    pseudonym = PREFIX + token_hex(6)
    for reference in references():
        if is_theirs(reference):
            rows_of(reference, person).delete()
    about = AuditEntry.objects.filter(about_type="accounts.user", about_id=str(person.pk))
    about.update(about_name="", before={}, after={}, erased=True)
    AuditEntry.objects.filter(person=person).update(address="", erased=True)
    LogEntry.objects.filter(
        content_type__app_label="accounts", content_type__model="user", object_id=str(person.pk)
    ).update(object_repr=pseudonym, change_message="")
    PrivacyRequest.objects.filter(person=person).update(content=None)
    _anonymise(person, pseudonym)
    by = None if asked_by.pk == person.pk else asked_by
    record(Happening.ERASED, person=by or person, about=person)
    return pseudonym


def _anonymise(person: User, pseudonym: str) -> None:
    person.username = pseudonym
    person.first_name = person.last_name = person.email = ""
    person.last_login = None
    person.is_active = False
    assign_role(person, Role.READ_ONLY)
    # Sessions and tokens hang on it and end with it.
    person.set_unusable_password()
    person.save()
