"""One's API keys: made, shown once, revoked."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts import api_keys
from apps.accounts.permissions import Action
from skyy.api.errors import Problem

from .access import signed_in
from .forms import WORDS, KeyForm, sent, told


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """The list, and a new one."""
    user = signed_in(request)
    grantable = api_keys.grantable(user)
    form, status, made = KeyForm(sent(request), grantable=grantable), 200, None
    if request.method == "POST" and form.is_valid():
        try:
            _key, made = api_keys.create(user, **form.cleaned_data)
        except Problem as problem:
            status = told(form, problem)
        else:
            # Shown by the answer itself: it is written down nowhere.
            form = KeyForm(grantable=grantable)
    elif form.errors:
        status = 422
    rows = [
        {"key": key, "state": key.state(), "scopes": [WORDS[Action(s)] for s in key.scopes]}
        for key in user.api_keys.all()
    ]
    context = {"form": form, "rows": rows, "made": made, "section": "keys"}
    return render(request, "accounts/keys.html", context, status=status)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one."""
    key = api_keys.revoke(signed_in(request), pk)
    if key is None:
        raise Http404
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": key.name})
    return redirect("accounts:keys")
