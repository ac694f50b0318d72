"""Rights and releases of one asset, said on its page."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.permissions import Action
from apps.assets.models import Asset, AssetKind, Release, Rights
from apps.assets.rights.check import refusals
from apps.assets.rights.releases import PAPERS, add_release, withdraw_release
from apps.assets.rights.terms import NEEDS_RELEASE, WARNING, Use
from apps.assets.rights.writing import Terms, clear_rights, set_rights
from skyy.api.errors import Problem

PAPERS_OFFERED = 200
"""Newest documents a release can be given; older ones through the API."""


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RightsForm(forms.Form):
    """The terms; every field empty means the house's own and free."""

    owner = forms.CharField(label=gettext_lazy("Owner"), max_length=160, required=False)
    licence = forms.CharField(label=gettext_lazy("Licence"), max_length=400, required=False)
    territories = forms.CharField(
        label=gettext_lazy("Territories"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Two letters each, such as FR, DE. None means everywhere."),
    )
    channels = forms.CharField(
        label=gettext_lazy("Channels"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Such as showcase. None means all."),
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=DayInput())

    @classmethod
    def of(cls, rights: Rights | None) -> "RightsForm":
        """The form filled with what is said now."""
        if rights is None:
            return cls(prefix="rights")
        named = {name: getattr(rights, name) for name in cls.base_fields}
        for name in ("territories", "channels"):
            named[name] = ", ".join(named[name])
        return cls(prefix="rights", initial=named)

    def terms(self) -> Terms:
        """What was said."""
        given = dict(self.cleaned_data)
        for name in ("territories", "channels"):
            given[name] = given[name].replace(",", " ").split()
        return Terms(**given)


class ReleaseForm(forms.Form):
    """A release for a portrait or a voice."""

    person = forms.CharField(label=gettext_lazy("Person"), max_length=160)
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("What may be made"),
        choices=AssetKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    document = forms.ModelChoiceField(
        Asset.objects.none(),
        label=gettext_lazy("Signed paper"),
        help_text=gettext_lazy("Upload it to the library first, with the role release."),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, prefix="release")
        papers = Asset.objects.visible_to(user).filter(kind__in=PAPERS, role="release")
        newest = papers.order_by("-created_at", "-pk").values("pk")[:PAPERS_OFFERED]
        document: Any = self.fields["document"]
        document.queryset = Asset.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))


def shown(asset: Asset, user: User) -> dict[str, Any]:
    """What the page says of an asset's rights; reads its ``rights`` and ``releases``."""
    rights: Rights | None = getattr(asset, "rights", None)
    today = timezone.localdate()
    personal = asset.role in NEEDS_RELEASE
    return {
        "rights": rights,
        "rights_form": RightsForm.of(rights),
        "releases": list(asset.releases.select_related("document")) if personal else [],
        "release_form": ReleaseForm(user) if personal else None,
        "refusals": refusals(asset.versions.values_list("pk", flat=True), Use(today)),
        "rights_end_soon": bool(
            rights and rights.ends_on and today <= rights.ends_on <= today + WARNING
        ),
        "soon": today + WARNING,
        "today": today,
    }


@require_POST
@requires(Action.EDIT_RIGHTS)
def change(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Write the terms, or with ``clear`` take them away."""
    user = signed_in(request)
    asset = get_object_or_404(Asset.objects.visible_to(user), pk=pk)
    form = RightsForm(request.POST, prefix="rights")
    if "clear" in request.POST:
        clear_rights(asset)
        messages.success(request, _("No terms: the house's own, free to use."))
    elif form.is_valid():
        _told(request, lambda: set_rights(asset, form.terms(), user), _("Rights saved."))
    else:
        _tell_faults(request, form)
    return redirect("assets:detail", pk)


@require_POST
@requires(Action.EDIT_RIGHTS)
def release_add(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Record a release."""
    user = signed_in(request)
    asset = get_object_or_404(Asset.objects.visible_to(user), pk=pk)
    form = ReleaseForm(user, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        _told(request, lambda: add_release(asset, user=user, **given), _("Release recorded."))
    else:
        _tell_faults(request, form)
    return redirect("assets:detail", pk)


@require_POST
@requires(Action.EDIT_RIGHTS)
def release_withdraw(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Take a release back."""
    release = get_object_or_404(Release.objects.visible_to(signed_in(request)), pk=pk)
    withdraw_release(release)
    messages.success(request, _("Release taken back. Nothing more is made on its word."))
    return redirect("assets:detail", release.asset_id)


def _told(request: HttpRequest, do: Any, done: str) -> None:
    try:
        do()
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, done)


def _tell_faults(request: HttpRequest, form: forms.Form) -> None:
    for name, faults in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {faults[0]}")
