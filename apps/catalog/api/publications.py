"""``/publications/``: what is live, and what was."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.catalog.models import Channel, Publication, PublicationStatus

TAGS = ["publications"]


class LeftOutSerializer(serializers.Serializer[Any]):
    """An approved picture that may not be shown, and why. ``asset`` is whose terms forbid it: its
    own, or what it was made from."""

    media = serializers.UUIDField()
    asset = serializers.UUIDField()
    code = serializers.CharField()
    message = serializers.CharField()


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """``path`` is where customers find it while it is live; ``left_out`` what the last publishing
    had to leave out."""

    left_out = LeftOutSerializer(many=True, read_only=True)
    path = serializers.SerializerMethodField()
    media = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = Publication
        fields = [
            "id",
            "product",
            "channel",
            "status",
            "media",
            "left_out",
            "path",
            "published_by",
            "published_at",
            "withdrawn_at",
        ]
        read_only_fields = fields

    def get_path(self, publication: Publication) -> str:
        return reverse("catalog:showcase_product", args=[publication.product.slug])


class PublicationFilter(django_filters.FilterSet):
    """``?product=…&status=live``"""

    product = django_filters.UUIDFilter("product_id")
    status = django_filters.ChoiceFilter(choices=PublicationStatus.choices)
    channel = django_filters.ChoiceFilter(choices=Channel.choices)

    class Meta:
        model = Publication
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(
        operation_id="publications_list", summary="Publications, newest first", tags=TAGS
    ),
    retrieve=extend_schema(operation_id="publications_read", summary="A publication", tags=TAGS),
)
class PublicationViewSet(Resource[Publication]):
    """Where the team's products are live. Made by ``products/{id}/publish``."""

    actions = {"list": Action.READ, "retrieve": Action.READ}
    queryset = Publication.objects.none()
    serializer_class = PublicationSerializer
    filterset_class = PublicationFilter
    ordering_fields = ["published_at", "withdrawn_at"]
    ordering = ["-published_at", "id"]

    def get_queryset(self) -> QuerySet[Publication]:
        found = Publication.objects.visible_to(self.user)
        return found.select_related("product").prefetch_related("media")
