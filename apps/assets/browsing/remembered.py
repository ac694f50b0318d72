"""Answers that cost a second on a million assets, kept until anything of the team changes.

Whatever changes what a list shows writes the asset's ``updated_at``; the newest of the team is read
from an index and stands in the key, so that no answer outlives a change. Two people who write in
the same moment may hide one's change behind the other's newer time: that ends with ``LONGEST``.
"""

import hashlib
import json
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache

from apps.accounts.models import User
from apps.assets.models import Asset

LONGEST = 60
"""Seconds."""

T = TypeVar("T")


def remembered(user: User, name: str, asked: object, answer: Callable[[], T]) -> T:
    """Return the answer to a question about what a person sees, from memory where it still holds.

    Args:
        name: of the question.
        asked: what it depends on beside the team's assets, as JSON.
        answer: finds it; its value must be something a cache can keep, and not ``None``.
    """
    if user.sees_all_teams:
        # The newest change of all teams stands in no index.
        return answer()
    newest = Asset.objects.filter(team=user.team_id).order_by("-updated_at")
    latest = newest.values_list("updated_at", flat=True).first()
    said = json.dumps([str(user.team_id), name, asked, str(latest)], sort_keys=True)
    key = f"library:{hashlib.sha256(said.encode()).hexdigest()}"
    known = cache.get(key)
    if known is not None:
        return cast("T", known)
    found = answer()
    cache.set(key, found, LONGEST)
    return found
