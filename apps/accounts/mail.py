"""E-mails are rows, written in the transaction of what they are about; ``posting`` sends them.

So no request waits for a mail server, none is lost while it is away, and an answer's time tells
nobody whether one was sent.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from . import attempts, secret_box, signed_links
from .models import Letter, LetterKind
from .signed_links import Purpose

SEALED_FOR = "mail"


@dataclass(frozen=True)
class Link:
    """The address of a page with a token, which is signed when the e-mail is sent.

    Attributes:
        page: address of the page that takes the token.
        said: what the token says.
    """

    page: str
    purpose: Purpose
    said: dict[str, Any]


def require_mail() -> None:
    """Say at once, and to everybody alike, where no e-mail can be sent.

    Raises:
        Problem: ``mail.unavailable``.
    """
    if not settings.MAIL_AVAILABLE:
        words = _("This house sends no e-mails. An Owner of the house can help.")
        raise Problem(Code.MAIL_UNAVAILABLE, words)


def is_too_much(to: str) -> bool:
    """Count an e-mail that anybody can have sent to an address; more than a few an hour are not."""
    try:
        attempts.count(attempts.MAIL, to.casefold())
    except Problem:
        return True
    return False


def wish(kind: LetterKind, to: str, **said: Any) -> None:
    """Have ``posting`` look up behind the answer what to write to an address.

    Too many are dropped in silence.
    """
    if not is_too_much(to):
        _put(kind, {"to": to} | said)


def write(to: str, template: str, link: Link | None = None, **context: Any) -> None:
    """Have one e-mail sent; where none can be, nothing waits either.

    Args:
        to: its address.
        template: ``templates/accounts/mail/NAME.{txt,html}``; the text's first line is the subject.
        link: given to the template as ``link``, with its token.
        context: what else the template is given; JSON.
    """
    said = {"to": to, "template": template, "link": asdict(link) if link else None}
    _put(LetterKind.MESSAGE, said | {"context": context})


def read(letter: Letter) -> dict[str, Any]:
    """Return what a letter says.

    Raises:
        secret_box.Unreadable: sealed with another key.
    """
    said: dict[str, Any] = json.loads(secret_box.unseal(letter.sealed, SEALED_FOR))
    return said


def composed(
    to: str, template: str, link: dict[str, Any] | None, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """Return the e-mail a message says, as text and HTML."""
    if link is not None:
        token = signed_links.sign(Purpose(link["purpose"]), link["said"])
        context = context | {"link": f"{link['page']}?token={token}"}
    text = render_to_string(f"accounts/mail/{template}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    message = EmailMultiAlternatives(subject.strip(), body.strip() + "\n", to=[to])
    html = render_to_string(f"accounts/mail/{template}.html", context | {"subject": subject})
    message.attach_alternative(html, "text/html")
    return message


def _put(kind: LetterKind, said: dict[str, Any]) -> None:
    if settings.MAIL_AVAILABLE:
        Letter.objects.create(kind=kind, sealed=secret_box.seal(json.dumps(said), SEALED_FOR))
