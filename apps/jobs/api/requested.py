"""What a client sends to ask for work."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.models import User
from apps.jobs.callbacks import addresses
from apps.jobs.making import sources
from apps.jobs.making.start import start
from apps.jobs.models import Job, Priority


class JobRequestSerializer(serializers.Serializer[Any]):
    """Several sources make a batch. The pipeline of ``kind`` checks ``params``."""

    kind = serializers.CharField(max_length=40)
    params = serializers.DictField(default=dict)
    asset_ids = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=sources.MOST
    )
    variant_ids = serializers.ListField(
        child=serializers.UUIDField(), default=list, max_length=sources.MOST
    )
    priority = serializers.ChoiceField(choices=Priority.choices, default=Priority.NORMAL)
    title = serializers.CharField(max_length=200, default="", allow_blank=True)
    callback_url = serializers.CharField(
        max_length=addresses.LONGEST,
        default="",
        allow_blank=True,
        help_text="Told, signed, when the job or the whole batch comes to rest.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["asset_ids"]) == bool(attrs["variant_ids"]):
            raise serializers.ValidationError(
                {"asset_ids": [_("Name photographs here, or variants in variant_ids.")]}
            )
        return attrs


def from_request(user: User, wish: Mapping[str, Any], *, idempotency_key: str | None) -> Job:
    """Start what a checked ``JobRequestSerializer`` asks for; raises what ``start`` raises."""
    if wish["asset_ids"]:
        chosen = sources.from_assets(user, wish["asset_ids"])
        field = "asset_ids"
    else:
        chosen = sources.from_variants(user, wish["variant_ids"])
        field = "variant_ids"
    return start(
        user,
        wish["kind"],
        wish["params"],
        sources.checked(chosen, field),
        title=wish["title"],
        priority=Priority(wish["priority"]),
        idempotency_key=idempotency_key,
        callback_url=wish["callback_url"],
    )
