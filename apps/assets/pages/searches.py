"""Saving a question to the library, and forgetting it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.models import SavedSearch
from apps.assets.saved_searches import canonical, delete_search, save_search
from skyy.api.errors import Problem


@require_POST
@requires(Action.READ)
def save(request: HttpRequest) -> HttpResponseBase:
    """Keep what the library is narrowed to."""
    query = request.POST.get("query", "")
    try:
        save_search(
            signed_in(request),
            name=request.POST.get("name", ""),
            query=query,
            shared="shared" in request.POST,
        )
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('assets:library')}?{canonical(query)}")


@require_POST
@requires(Action.READ)
def forget(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Delete a search of one's own."""
    user = signed_in(request)
    try:
        delete_search(get_object_or_404(SavedSearch.objects.visible_to(user), pk=pk), user)
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("assets:library")
