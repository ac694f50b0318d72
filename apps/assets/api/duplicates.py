"""``/duplicates/``: pairs of assets that may be one and the same, and a person's word on them."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource, Visible
from apps.accounts.permissions import Action
from apps.assets.duplicates import deciding
from apps.assets.models import Asset, DuplicatePair, PairStatus
from skyy.api.errors import Code, Problem

TAGS = ["duplicates"]


class PairedSerializer(serializers.ModelSerializer[Asset]):
    """One of a pair."""

    class Meta:
        model = Asset
        fields = ["id", "name", "role", "status", "created_at"]
        read_only_fields = fields


class DuplicatePairSerializer(serializers.ModelSerializer[DuplicatePair]):
    """A pair. ``exact``: the same bytes; ``distance``: bits of 64 in which their looks differ."""

    first = PairedSerializer(read_only=True)
    second = PairedSerializer(read_only=True)

    class Meta:
        model = DuplicatePair
        fields = ["id", "first", "second", "exact", "distance", "status", "kept", "created_at"]
        read_only_fields = fields


class KeepSerializer(serializers.Serializer[Any]):
    """Which of the two stays."""

    keep = Visible(queryset=Asset.objects.all())


class PairFilter(django_filters.FilterSet):
    """``?exact=true&asset=…&status=merged``; without a status those that wait."""

    exact = django_filters.BooleanFilter()
    asset = django_filters.UUIDFilter(method="filter_asset")
    status = django_filters.ChoiceFilter(choices=PairStatus.choices)

    class Meta:
        model = DuplicatePair
        fields: list[str] = []

    def filter_asset(
        self, found: QuerySet[DuplicatePair], _name: str, asset: Any
    ) -> QuerySet[DuplicatePair]:
        return found.filter(first=asset) | found.filter(second=asset)


@extend_schema_view(
    list=extend_schema(
        operation_id="duplicates_list", summary="Pairs, those that wait first", tags=TAGS
    ),
    retrieve=extend_schema(operation_id="duplicates_read", summary="A pair", tags=TAGS),
)
class DuplicateViewSet(Resource[DuplicatePair]):
    """The team's pairs."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "merge": Action.EDIT_ASSETS,
        "keep_both": Action.EDIT_ASSETS,
        "undo": Action.EDIT_ASSETS,
    }
    queryset = DuplicatePair.objects.none()
    serializer_class = DuplicatePairSerializer
    filterset_class = PairFilter
    ordering_fields = ["distance", "created_at"]
    ordering = ["distance", "id"]

    def get_queryset(self) -> QuerySet[DuplicatePair]:
        seen = DuplicatePair.objects.visible_to(self.user).select_related("first", "second")
        if self.action == "list" and not self.request.query_params.get("status"):
            return seen.open()
        return seen

    @extend_schema(
        operation_id="duplicates_merge",
        summary="Make one asset of the two; nothing of the other is lost, and it can be undone",
        tags=TAGS,
        request=KeepSerializer,
        responses=DuplicatePairSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    @once
    def merge(self, request: Request, **kwargs: Any) -> Response:
        pair = self.get_object()
        keep = self.checked(KeepSerializer, request)["keep"]
        if keep.pk not in {pair.first_id, pair.second_id}:
            words = "This asset is not one of the two."
            raise Problem(Code.REQUEST_INVALID, words, fields={"keep": [words]})
        deciding.merge(pair, keep, self.user)
        return self._shown(pair)

    @extend_schema(
        operation_id="duplicates_keep_both",
        summary="Say that these are two things",
        tags=TAGS,
        request=None,
        responses=DuplicatePairSerializer,
    )
    @action(detail=True, methods=["post"], url_path="keep-both", filter_backends=[])
    @once
    def keep_both(self, request: Request, **kwargs: Any) -> Response:
        pair = self.get_object()
        if not deciding.keep_both([pair], self.user):
            raise Problem(Code.DUPLICATE_DECIDED, "This pair is decided already. Undo that first.")
        return self._shown(pair)

    @extend_schema(
        operation_id="duplicates_undo",
        summary="Take the word back: both are there again",
        tags=TAGS,
        request=None,
        responses=DuplicatePairSerializer,
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    @once
    def undo(self, request: Request, **kwargs: Any) -> Response:
        pair = self.get_object()
        deciding.undo(pair, self.user)
        return self._shown(pair)

    def _shown(self, pair: DuplicatePair) -> Response:
        fresh = DuplicatePair.objects.select_related("first", "second").get(pk=pair.pk)
        return Response(DuplicatePairSerializer(fresh).data)
