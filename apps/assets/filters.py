"""What lists of assets can be narrowed by; the API and the library page ask the same questions."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from .models import Asset, AssetKind, AssetStatus, Collection
from .rights.ending import Standing, standing
from .search import matching

MOST_WORDS = 20
"""Of one filter at once; each tag is one more join, and databases join a limited number."""


RIGHTS = [
    (Standing.ENDING.value, _("End within 30 days")),
    (Standing.ENDED.value, _("Have ended")),
    (Standing.UNRELEASED.value, _("Release is missing")),
    (Standing.LIMITED.value, _("Have terms")),
]


class AnyOfField(forms.MultipleChoiceField):
    """Takes whatever words are sent: which roles and tags exist is a matter of rows."""

    def valid_value(self, value: Any) -> bool:
        return "\0" not in str(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_WORDS:
            raise ValidationError(_("At most %(most)d."), params={"most": MOST_WORDS})


class AnyOfFilter(django_filters.MultipleChoiceFilter):
    """``?role=photograph&role=packshot``"""

    field_class = AnyOfField


@extend_schema_field({"type": "string"})
class BySlugFilter(django_filters.ModelMultipleChoiceFilter):
    """``?collection=signature&collection=runway``; an unknown slug is refused."""


def _collections(request: HttpRequest | None) -> QuerySet[Collection]:
    if request is None:
        return Collection.objects.none()
    return Collection.objects.visible_to(request.user)


class AssetFilter(django_filters.FilterSet):
    """``?collection=signature&role=photograph&tags=bag&q=leather``

    Nothing here finds a row twice, so nothing is sorted out: ``distinct`` reads all before it gives
    one.
    """

    q = django_filters.CharFilter(
        method="filter_text",
        label=_("Search"),
        max_length=200,
        help_text="Every word occurs in name, description, tags or SKU.",
    )
    collection = BySlugFilter(
        queryset=_collections,  # type: ignore[arg-type]  # a callable is fine, the stubs forget it
        field_name="collection__slug",
        to_field_name="slug",
        distinct=False,
        help_text="Slug of a collection; repeatable.",
    )
    kind = django_filters.MultipleChoiceFilter(choices=AssetKind.choices, distinct=False)
    role = AnyOfFilter(
        distinct=False, help_text="Such as photograph, packshot or mask; repeatable."
    )
    tags = AnyOfFilter(
        field_name="tags__name",
        conjoined=True,
        distinct=False,
        help_text="Repeatable; all of them are wanted.",
    )
    status = django_filters.MultipleChoiceFilter(
        choices=[choice for choice in AssetStatus.choices if choice[0] != AssetStatus.DELETED],
        distinct=False,
    )

    rights = django_filters.ChoiceFilter(
        method="filter_rights",
        label=_("Rights"),
        choices=RIGHTS,
    )

    class Meta:
        model = Asset
        fields: list[str] = []

    def filter_text(self, found: QuerySet[Asset], _name: str, text: str) -> QuerySet[Asset]:
        return matching(found, text)

    def filter_rights(self, found: QuerySet[Asset], _name: str, which: str) -> QuerySet[Asset]:
        return standing(found, which)
