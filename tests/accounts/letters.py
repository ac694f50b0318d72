"""E-mails as whoever runs the house sees them leave."""

from django.core import mail
from django.core.mail import EmailMessage

from apps.accounts import posting


def sent_letters() -> list[EmailMessage]:
    """Send what waits; return everything that was sent in this test."""
    posting.tick()
    return mail.outbox
