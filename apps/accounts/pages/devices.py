"""Where one is signed in, and signing out there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accounts import devices

from .access import signed_in
from .user_agent import words


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """Every browser and API client, last seen first."""
    rows = [
        {"device": device, "words": words(device.user_agent)}
        for device in devices.listed(signed_in(request))
    ]
    context = {"rows": rows, "here": devices.this_device(request), "section": "devices"}
    return render(request, "accounts/devices.html", context)


@require_POST
@login_required
def sign_out_there(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End one of them."""
    if not devices.end(signed_in(request), pk):
        raise Http404
    messages.success(request, _("Signed out there."))
    return redirect("accounts:devices")


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of them, this one too."""
    devices.end_everywhere(signed_in(request))
    devices.end_session(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("accounts:sign_in")
