"""What is sent to the assets API."""

from typing import Any

from rest_framework import serializers

from apps.accounts.api.resource import VisibleSlug
from apps.assets.models import Collection
from skyy.api.errors import Code


class UploadSerializer(serializers.Serializer[Any]):
    """One file and what is said of it."""

    # Whether it holds a picture, and under which name, ingest decides.
    file = serializers.FileField(allow_empty_file=True, max_length=None)
    name = serializers.CharField(max_length=200, required=False)
    role = serializers.SlugField(max_length=32, default="photograph")
    collection = VisibleSlug(
        code=Code.COLLECTION_UNKNOWN,
        slug_field="slug",
        queryset=Collection.objects.all(),
        required=False,
        allow_null=True,
    )


class ChangesSerializer(serializers.Serializer[Any]):
    """What may be changed; what is left out stays."""

    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    role = serializers.SlugField(max_length=32, required=False)
    collection = VisibleSlug(
        code=Code.COLLECTION_UNKNOWN,
        slug_field="slug",
        queryset=Collection.objects.all(),
        required=False,
        allow_null=True,
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=50
    )


class RevertSerializer(serializers.Serializer[Any]):
    """The version to go back to."""

    number = serializers.IntegerField(min_value=1)
