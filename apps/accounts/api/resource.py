"""What every resource of the API has in common: rows the user may see, and nothing else."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request

from apps.accounts.models import User
from skyy.api.errors import Code, Problem

M = TypeVar("M", bound=Model)


class Resource(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[M]):
    """Lists and reads rows the user may see; what else it can do its class adds."""

    lookup_value_regex = "[0-9a-fA-F-]{36}"

    @property
    def user(self) -> User:
        """Who asks; the permission has seen to it that somebody does."""
        assert isinstance(self.request.user, User)
        return self.request.user

    def checked(self, serializer: type[serializers.Serializer[Any]], request: Request) -> Any:
        """The values of a request's body; a PATCH may leave any of them out.

        Raises:
            ValidationError: answered as ``request.invalid`` with its fields.
        """
        given = serializer(
            data=request.data, partial=request.method == "PATCH", context={"request": request}
        )
        given.is_valid(raise_exception=True)
        return given.validated_data


class Visible(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a row this user may see; any other is told as not there."""

    def get_queryset(self) -> QuerySet[Any]:
        return _seen(super().get_queryset(), self.context.get("request"))


class VisibleSlug(serializers.SlugRelatedField[Any]):
    """The slug of a row this user may see; any other is told as not there, under ``code``."""

    def __init__(self, *, code: Code, **options: Any) -> None:
        self._code = code
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            words = f"There is no “{data}”, or you may not see it."
            name = self.field_name or "slug"
            raise Problem(self._code, words, fields={name: [words]}) from refusal

    def get_queryset(self) -> QuerySet[Any]:
        return _seen(super().get_queryset(), self.context.get("request"))


def _seen(found: Any, request: Request | None) -> QuerySet[Any]:
    # The schema is described without anybody asking.
    seen: QuerySet[Any] = found.none() if request is None else found.visible_to(request.user)
    return seen
