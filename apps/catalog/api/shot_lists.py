"""``/shot-lists/``: the views each category is photographed from."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.catalog.models import ShotRequirement


class ShotRequirementSerializer(serializers.ModelSerializer[ShotRequirement]):
    """One line of a category's shot list."""

    class Meta:
        model = ShotRequirement
        fields = ["id", "category", "view", "required"]
        read_only_fields = fields


@extend_schema_view(
    list=extend_schema(
        operation_id="shot_lists_list",
        summary="The views each category is photographed from",
        tags=["shot lists"],
    ),
    retrieve=extend_schema(
        operation_id="shot_lists_read", summary="A line of a shot list", tags=["shot lists"]
    ),
)
class ShotListViewSet(Resource[ShotRequirement]):
    """The house's shot lists, the same for every team; staff change them in the admin."""

    actions = {"list": Action.READ, "retrieve": Action.READ}
    queryset = ShotRequirement.objects.all()
    serializer_class = ShotRequirementSerializer
    filterset_fields = ["category", "required"]
    ordering_fields = ["category", "view"]
    ordering = ["category", "view"]
