"""E-mails, as text and HTML, sent behind the answer: its time tells nobody whether one was."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import close_old_connections, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import attempts

logger = logging.getLogger(__name__)

P = ParamSpec("P")
_sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def require_mail() -> None:
    """Say at once, and to everybody alike, where no e-mail can be sent.

    Raises:
        Problem: ``mail.unavailable``.
    """
    if not settings.MAIL_AVAILABLE:
        words = _("This house sends no e-mails. An Owner of the house can help.")
        raise Problem(Code.MAIL_UNAVAILABLE, words)


def later(
    work: Callable[Concatenate[str, P], None], to: str, *args: P.args, **options: P.kwargs
) -> None:
    """Look up and send behind the answer, once the transaction is through.

    Args:
        work: called with ``to`` and the rest; what it raises is logged.
        to: an e-mail address. More than a few an hour are dropped in silence.
    """

    def quietly() -> None:
        try:
            attempts.count(attempts.MAIL, to.casefold())
            work(to, *args, **options)
        except Problem as problem:
            logger.info("No e-mail was sent: %s", problem.code)
        except Exception:
            logger.exception("An e-mail could not be sent")

    def apart() -> None:
        close_old_connections()
        try:
            quietly()
        finally:
            close_old_connections()

    if settings.MAIL_IN_BACKGROUND:
        transaction.on_commit(lambda: _sender.submit(apart))
    else:
        quietly()


def send(to: str, template: str, **context: object) -> None:
    """Send one e-mail.

    Args:
        to: its address.
        template: ``templates/accounts/mail/NAME.{txt,html}``; the text's first line is the subject.
    """
    text = render_to_string(f"accounts/mail/{template}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    message = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[to])
    html = render_to_string(f"accounts/mail/{template}.html", context | {"subject": subject})
    message.attach_alternative(html, "text/html")
    message.send()
