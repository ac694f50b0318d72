"""What every page knows of the work: how many results wait for this person."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.accounts.permissions import Action, may
from apps.jobs.review.queue import waiting_count


def waiting(request: HttpRequest) -> dict[str, Any]:
    """Template context: ``review_count``, counted only where a page shows it."""
    user = getattr(request, "user", None)
    if user is None or not may(user, Action.REVIEW):
        return {}
    return {"review_count": SimpleLazyObject(lambda: waiting_count(user))}
