"""Many assets at once: a form for what is to be changed of those that were ticked."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.models import User
from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form
from apps.accounts.permissions import Action
from apps.assets.bulk.changes import Changes
from apps.assets.bulk.editing import MOST, edit_many
from apps.assets.bulk.undoing import undo
from apps.assets.listing import for_cards
from apps.assets.models import Asset, BulkEdit, Collection
from apps.assets.renditions import picture_sources
from skyy.api.errors import Problem

from .chosen import chosen
from .rights import RightsForm

STAY, NONE = "", "none"
PICTURES = 24


class BulkForm(forms.Form):
    """What is left empty stays as it is."""

    add_tags = forms.CharField(
        label=gettext_lazy("Add tags"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("With commas between them."),
    )
    remove_tags = forms.CharField(
        label=gettext_lazy("Take tags away"), max_length=1000, required=False
    )
    collection = forms.ChoiceField(label=gettext_lazy("Collection"), required=False)
    role = forms.SlugField(
        label=gettext_lazy("Role"),
        max_length=32,
        required=False,
        help_text=gettext_lazy("Such as photograph or background."),
    )
    rights = forms.ChoiceField(
        label=gettext_lazy("Rights"),
        required=False,
        choices=[
            (STAY, gettext_lazy("Stay as they are")),
            ("set", gettext_lazy("As said below")),
            (NONE, gettext_lazy("None: the house's own, free")),
        ],
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.collections = {one.slug: one for one in Collection.objects.visible_to(user)}
        choice: Any = self.fields["collection"]
        choice.choices = [
            (STAY, _("Stays as it is")),
            (NONE, _("None")),
            *((slug, one.name) for slug, one in self.collections.items()),
        ]

    def changes(self, terms: RightsForm) -> Changes:
        """What was said; both forms are valid."""
        given = self.cleaned_data
        return Changes(
            add_tags=given["add_tags"].split(","),
            remove_tags=given["remove_tags"].split(","),
            collection=self.collections.get(given["collection"]),
            no_collection=given["collection"] == NONE,
            role=given["role"],
            rights=terms.terms() if given["rights"] == "set" else None,
            no_rights=given["rights"] == NONE,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.EDIT_ASSETS)
def bulk_edit(request: HttpRequest) -> HttpResponseBase:
    """Those named as ``asset``, or with ``every`` all that the library's filters find."""
    user = signed_in(request)
    given = request.POST if request.method == "POST" else request.GET
    ids = chosen(user, given, request)
    if not ids:
        messages.error(request, _("Nothing was ticked."))
        return redirect("assets:library")
    if request.method != "POST":
        return _page(request, user, ids, BulkForm(user), RightsForm.of(None))
    form, terms = BulkForm(user, request.POST), RightsForm(request.POST, prefix="rights")
    if not form.is_valid() or not terms.is_valid():
        return _page(request, user, ids, form, terms, status=422)
    try:
        edit = edit_many(user, ids, form.changes(terms))
    except Problem as problem:
        put_in_form(form, problem)
        return _page(request, user, ids, form, terms, status=422)
    words = ngettext("%d asset changed.", "%d assets changed.", edit.count)
    messages.success(request, words % edit.count)
    return redirect("assets:library")


@require_POST
@requires(Action.EDIT_ASSETS)
def bulk_undo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Bring back what they were."""
    user = signed_in(request)
    edit = get_object_or_404(BulkEdit.objects.visible_to(user), pk=pk)
    try:
        count = undo(edit, user)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        words = ngettext("%d asset is as it was.", "%d assets are as they were.", count)
        messages.success(request, words % count)
    return redirect("assets:library")


def _page(
    request: HttpRequest,
    user: User,
    ids: list[UUID],
    form: BulkForm,
    terms: RightsForm,
    status: int = 200,
) -> HttpResponse:
    first = for_cards(Asset.objects.filter(pk__in=ids[:PICTURES]))
    given = request.POST if request.method == "POST" else request.GET
    context = {
        "form": form,
        "rights_form": terms,
        "count": len(ids),
        "too_many": len(ids) > MOST,
        "most": MOST,
        "every": given.get("every"),
        "ids": [] if "every" in given else ids,
        "pictures": [(asset, picture_sources(asset.current_version)) for asset in first],
        "more": max(0, len(ids) - PICTURES),
    }
    return render(request, "assets/bulk.html", context, status=status)
