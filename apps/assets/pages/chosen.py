"""Which assets a form of the library speaks of."""

from uuid import UUID

from django.http import HttpRequest, QueryDict

from apps.accounts.models import User
from apps.assets.browsing.counts import shown
from apps.assets.filters import AssetFilter
from apps.assets.models import Asset

from .identifiers import uuid_or_none

MOST = 5_000


def chosen(user: User, given: QueryDict, request: HttpRequest) -> list[UUID]:
    """Those named as ``asset`` that the person may see, in their order; with ``every`` all that
    these filters of the library find, one more than ``MOST`` at the most."""
    if "every" in given:
        asked = QueryDict(str(given["every"]))
        seen = shown(Asset.objects.visible_to(user), asked.getlist("role"))
        found = AssetFilter(asked, queryset=seen, request=request).qs.order_by("-created_at", "-pk")
        return list(found.values_list("pk", flat=True)[: MOST + 1])
    ids = [pk for pk in map(uuid_or_none, given.getlist("asset")) if pk is not None]
    known = set(Asset.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(ids) if pk in known]
