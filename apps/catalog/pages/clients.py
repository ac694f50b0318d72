"""Clients and their campaigns."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form
from apps.accounts.permissions import Action
from apps.catalog.clients import (
    GUIDELINES,
    create_campaign,
    create_client,
    update_campaign,
    update_client,
)
from apps.catalog.models import Campaign, CampaignStatus, Client
from skyy.api.errors import Problem

from .forms import CampaignForm, ClientForm


@require_safe
@requires(Action.EDIT_CLIENTS)
def clients(request: HttpRequest) -> HttpResponse:
    """All clients."""
    active = Count("campaigns", filter=Q(campaigns__status=CampaignStatus.ACTIVE))
    found = Client.objects.visible_to(signed_in(request)).annotate(
        campaigns_number=Count("campaigns"), active_number=active
    )
    return render(request, "catalog/clients.html", {"clients": found})


@require_safe
@requires(Action.EDIT_CLIENTS)
def client(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A client: campaigns and brand guidelines."""
    shown = _client(request, pk)
    labels = {name: field.label for name, field in ClientForm.base_fields.items()}
    guidelines = [
        (labels[heading], shown.guidelines[heading])
        for heading in GUIDELINES
        if shown.guidelines.get(heading)
    ]
    context = {"client": shown, "campaigns": shown.campaigns.all(), "guidelines": guidelines}
    return render(request, "catalog/client.html", context)


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_CLIENTS)
def new_client(request: HttpRequest) -> HttpResponse:
    """A new client."""
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_client(team=signed_in(request).team, **form.values())
        except Problem as problem:
            put_in_form(form, problem)
        else:
            return redirect("catalog:client", pk=made.pk)
    return _answer(request, {"form": form, "heading": _("New client")})


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_CLIENTS)
def edit_client(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a client."""
    changed = _client(request, pk)
    lines = {heading: "\n".join(changed.guidelines.get(heading, [])) for heading in GUIDELINES}
    initial = {
        "name": changed.name,
        "description": changed.description,
        "homepage": changed.homepage,
        **lines,
    }
    form = ClientForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_client(changed, **form.values())
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("catalog:client", pk=pk)
    return _answer(request, {"form": form, "client": changed, "heading": changed.name})


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_CLIENTS)
def new_campaign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new campaign of a client."""
    of = _client(request, pk)
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_campaign(client=of, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Campaign created."))
            return redirect("catalog:client", pk=pk)
    return _answer(request, {"form": form, "client": of, "heading": _("New campaign")})


@require_http_methods(["GET", "POST"])
@requires(Action.EDIT_CLIENTS)
def edit_campaign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a campaign."""
    found = Campaign.objects.visible_to(signed_in(request)).select_related("client")
    campaign = get_object_or_404(found, pk=pk)
    initial = {name: getattr(campaign, name) for name in CampaignForm.base_fields}
    form = CampaignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            update_campaign(campaign, **form.cleaned_data)
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("catalog:client", pk=campaign.client_id)
    return _answer(request, {"form": form, "client": campaign.client, "heading": campaign.name})


def _client(request: HttpRequest, pk: UUID) -> Client:
    return get_object_or_404(Client.objects.visible_to(signed_in(request)), pk=pk)


def _answer(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "catalog/client_form.html", context, status=status)
