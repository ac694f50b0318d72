"""Addresses of pages as they stand in e-mails."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def page_address(request: HttpRequest, name: str) -> str:
    """The full address of a page: as the house has set it, or else as it was asked for here.

    The host a request names is one of ``ALLOWED_HOSTS``, which production wants without ``*``.
    """
    path = reverse(name)
    base: str = settings.CONFIGURATION.public_address
    return base.rstrip("/") + path if base else request.build_absolute_uri(path)
