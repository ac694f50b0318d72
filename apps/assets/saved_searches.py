"""Saving questions to the library."""

from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.accounts.models import User
from skyy.api.errors import Code, Problem

from .browsing.keyset import ORDERS
from .filters import AssetFilter
from .models import Asset, SavedSearch

MOST = 100
"""Of one person."""
LONGEST = 2000


def save_search(user: User, *, name: str, query: str, shared: bool = False) -> SavedSearch:
    """Keep a question under a name of one's own.

    Args:
        query: filters and order as in the library's address; anything else in it is left out.

    Raises:
        Problem: ``request.invalid`` for no name, for a question that asks nothing or cannot be
            understood, and for too many; ``conflict`` for a name in use.
    """
    name = name.replace("\0", "").strip()
    if not name or len(name) > 80:
        raise _invalid("name", _("A name of at most 80 characters."))
    kept = canonical(query)
    if not kept or len(kept) > LONGEST:
        raise _invalid("query", _("Narrow the library first; then the question can be saved."))
    question = AssetFilter(QueryDict(kept), queryset=Asset.objects.none())
    question.form.fields.pop("collection", None)
    if not question.is_valid():
        raise _invalid("query", _("This question cannot be understood."))
    if SavedSearch.objects.filter(owner=user).count() >= MOST:
        raise _invalid("name", _("At most %(most)d. Delete one first.") % {"most": MOST})
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(
                team=user.team, owner=user, name=name, query=kept, shared=shared
            )
    except IntegrityError as error:
        words = _("You have a search “%(name)s” already.") % {"name": name}
        raise Problem(Code.CONFLICT, words, fields={"name": [words]}) from error


def delete_search(search: SavedSearch, user: User) -> None:
    """Forget a question.

    Raises:
        Problem: ``permission.denied`` for somebody else's.
    """
    if search.owner_id != user.pk:
        raise Problem(Code.PERMISSION_DENIED, _("Only whoever saved it can delete it."))
    search.delete()


def canonical(query: str) -> str:
    """The same question always in the same words; empty for one that asks nothing."""
    given = QueryDict(query.lstrip("?")[: 2 * LONGEST])
    asked = sorted(
        (name, value.replace("\0", ""))
        for name, values in given.lists()
        if name in AssetFilter.base_filters
        for value in values
        if value.strip("\0 ")
    )
    order = given.get("order", "newest")
    if asked and order in ORDERS and order != "newest":
        asked.append(("order", order))
    return urlencode(asked)


def _invalid(field: str, words: str) -> Problem:
    return Problem(Code.REQUEST_INVALID, words, fields={field: [words]})
