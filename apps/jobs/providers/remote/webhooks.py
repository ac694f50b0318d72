"""Webhooks: verified, taken once, and then only a reason to ask the provider now."""

import logging
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from apps.jobs.engine import doorbell
from apps.jobs.models import ProviderCall, WebhookDelivery
from skyy.api.errors import Code, Problem

from . import calls, registry

logger = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
"""Of a webhook's body."""


def receive(provider: str, headers: Mapping[str, str], body: bytes) -> None:
    """Take a webhook in.

    What it says is not believed beyond that something happened: the outcome is asked for. One about
    a prediction that is not ours is taken and changes nothing; polls go on regardless.

    Args:
        headers: with names in lower case.
        body: as it came.

    Raises:
        Problem: ``not_found``, ``request.too_large``, ``webhook.unsigned``, ``webhook.expired``,
            ``webhook.replayed``, ``request.malformed``; nothing is written.
    """
    if provider not in registry.PROVIDERS:
        raise Problem(Code.NOT_FOUND, "There is no such provider.")
    if len(body) > MOST_BYTES:
        raise Problem(Code.REQUEST_TOO_LARGE, "A webhook may have one mebibyte at most.")
    said = registry.get(provider, "").verify_webhook(headers, body)
    with transaction.atomic():
        _delivery, new = WebhookDelivery.objects.get_or_create(
            provider=provider, delivery_id=said.delivery_id
        )
        if not new:
            raise Problem(Code.WEBHOOK_REPLAYED, "This webhook was taken before.")
        named = Q(external_id=said.external_id) if said.external_id else Q(pk=None)
        if said.reference:
            named |= Q(reference=said.reference)
        call = ProviderCall.objects.filter(named, provider=provider).first()
        if call is not None:
            calls.wake(call)
            doorbell.ask_poll(call.pk)
        else:
            logger.info("A webhook of %s names a prediction that is not known here", provider)
