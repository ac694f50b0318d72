"""``/saved-searches/``: questions to the library that somebody keeps."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.api.once import once
from apps.accounts.api.resource import Resource
from apps.accounts.permissions import Action
from apps.assets.models import SavedSearch
from apps.assets.saved_searches import delete_search, save_search

TAGS = ["saved searches"]


class SavedSearchSerializer(serializers.ModelSerializer[SavedSearch]):
    """A question; ``query`` as in the library's address, such as ``q=tote&role=packshot``."""

    query = serializers.CharField(max_length=2000)
    mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedSearch
        fields = ["id", "name", "query", "shared", "mine", "created_at"]
        read_only_fields = ["id", "mine", "created_at"]

    def get_mine(self, search: SavedSearch) -> bool:
        return bool(search.owner_id == self.context["request"].user.pk)


@extend_schema_view(
    list=extend_schema(
        operation_id="saved_searches_list", summary="One's own and the team's", tags=TAGS
    ),
    retrieve=extend_schema(operation_id="saved_searches_read", summary="One of them", tags=TAGS),
)
class SavedSearchViewSet(Resource[SavedSearch]):
    """One's own searches and those that the team shares."""

    actions = {
        "list": Action.READ,
        "retrieve": Action.READ,
        "create": Action.READ,
        "destroy": Action.READ,
    }
    queryset = SavedSearch.objects.none()
    serializer_class = SavedSearchSerializer
    ordering_fields = ["name", "created_at"]
    ordering = ["name", "id"]

    def get_queryset(self) -> QuerySet[SavedSearch]:
        return SavedSearch.objects.visible_to(self.user)

    @extend_schema(
        operation_id="saved_searches_save",
        summary="Keep a question under a name",
        tags=TAGS,
        request=SavedSearchSerializer,
        responses={201: SavedSearchSerializer},
    )
    @once
    def create(self, request: Request) -> Response:
        given: dict[str, Any] = self.checked(SavedSearchSerializer, request)
        made = save_search(self.user, **given)
        shown = SavedSearchSerializer(made, context={"request": request}).data
        return Response(shown, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="saved_searches_delete",
        summary="Forget a question of one's own",
        tags=TAGS,
        request=None,
        responses={204: None},
    )
    def destroy(self, request: Request, **kwargs: Any) -> Response:
        delete_search(self.get_object(), self.user)
        return Response(status=status.HTTP_204_NO_CONTENT)
