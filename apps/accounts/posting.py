"""Sends the e-mails that wait as rows: again and again, ever more rarely, until they are gone."""

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import mail, passwords, registration, secret_box
from .models import Letter, LetterKind

logger = logging.getLogger(__name__)

INTERVAL = 2.0
"""Seconds between two looks for letters."""
AT_ONCE = 100
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(days=2)
"""What could not be sent by then says nothing of use any more."""

WISHES: dict[str, Callable[..., None]] = {
    LetterKind.JOIN_WISHED: registration.write_answer,
    LetterKind.PASSWORD_WISHED: passwords.write_links,
}
OF_ONE_LETTER = (SMTPRecipientsRefused, SMTPDataError)
"""What the mail server says of one letter, while it would take others."""
NO_SUCH_MAILBOX = {550, 551, 553}
"""Answers to a recipient that stay so (RFC 5321, 4.2.3). Of anything else the house's own settings
may be the reason, and somebody may put them right."""


def tick() -> bool:
    """Send what is due; returns whether there may be more.

    A letter whose sender dies after the mail server took it, and before its row is gone, is sent
    twice; none is sent never.
    """
    for _number in range(AT_ONCE):
        letter = _next()
        if letter is None or not _handle(letter):
            return False
    return True


def waits(attempts: int) -> timedelta:
    """How long after so many attempts the next one is made."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _next() -> Letter | None:
    """The letter that is due longest, put off as if sending it failed: whoever dies over it holds
    it up no longer than that, and nobody else sends it meanwhile."""
    while letter := Letter.objects.filter(due_at__lte=timezone.now()).first():
        due_at = timezone.now() + waits(letter.attempts + 1)
        mine = Letter.objects.filter(pk=letter.pk, attempts=letter.attempts)
        if mine.update(attempts=letter.attempts + 1, due_at=due_at):
            letter.attempts, letter.due_at = letter.attempts + 1, due_at
            return letter
    return None


def _handle(letter: Letter) -> bool:
    """Do what a letter wants; returns whether it is worth going on with others."""
    if letter.created_at < timezone.now() - GIVEN_UP_AFTER:
        logger.error("Letter %s was given up after %d attempts", letter.pk, letter.attempts)
        letter.delete()
        return True
    try:
        said = mail.read(letter)
    except secret_box.Unreadable:
        logger.error("Letter %s was sealed with another key and is given up", letter.pk)
        letter.delete()
        return True
    if letter.kind in WISHES:
        with transaction.atomic():
            WISHES[letter.kind](**said)
            letter.delete()
        return True
    return _send(letter, said)


def _send(letter: Letter, said: dict[str, Any]) -> bool:
    try:
        mail.composed(**said).send()
    except OF_ONE_LETTER as refusal:
        # Of errors the kind alone is logged: their words hold addresses, and could hold links.
        kind = type(refusal).__name__
        if _is_final(refusal):
            logger.warning("Letter %s is wanted nowhere: %s", letter.pk, kind)
            letter.delete()
        else:
            logger.warning("Letter %s was refused for now: %s", letter.pk, kind)
        return True
    except OSError as error:
        Letter.objects.filter(due_at__lt=letter.due_at).update(due_at=letter.due_at)
        waiting = Letter.objects.count()
        kind = type(error).__name__
        logger.warning("The mail server is away, %d letters wait: %s", waiting, kind)
        return False
    letter.delete()
    return True


def _is_final(refusal: Exception) -> bool:
    """Whether asking again does not help."""
    if not isinstance(refusal, SMTPRecipientsRefused):
        return False
    return {code for code, _words in refusal.recipients.values()} <= NO_SUCH_MAILBOX
