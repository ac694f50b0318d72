"""What an asset was made from, and what was made from it."""

from django.db.models import QuerySet

from apps.accounts.models import User

from .listing import versions_with_pictures
from .models import Asset, Version


def parents_of(asset: Asset, user: User) -> QuerySet[Version]:
    """Versions of other assets that any version of this one was made from; those the user sees."""
    return _seen(user).filter(child_links__child__asset=asset).exclude(asset=asset).distinct()


def children_of(asset: Asset, user: User) -> QuerySet[Version]:
    """Versions of other assets that were made from any version of this one; those the user sees."""
    return _seen(user).filter(parent_links__parent__asset=asset).exclude(asset=asset).distinct()


def _seen(user: User) -> QuerySet[Version]:
    return versions_with_pictures(Version.objects.visible_to(user)).order_by("created_at", "pk")
