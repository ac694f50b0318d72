"""Collections: what lies in them, how many versions they keep, what their packshots stand on."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.pages.access import requires, signed_in
from apps.accounts.pages.refusals import put_in_form, tell
from apps.accounts.permissions import Action
from apps.assets.collections import create_collection, delete_collection, update_collection
from apps.assets.models import Collection, Retention
from apps.assets.models.collection import default_backdrop
from apps.assets.statistics import statistics
from skyy.api.errors import Problem

_COLOUR = forms.TextInput(attrs={"type": "color"})
_WRITTEN = r"^#[0-9a-fA-F]{6}$"


class CollectionForm(forms.Form):
    """What is said of a collection; the service checks and saves it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    slug = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=60,
        help_text=gettext_lazy("For addresses and the API: letters, digits, - and _."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    retention = forms.ChoiceField(
        label=gettext_lazy("Versions of its assets"),
        choices=Retention.choices,
        help_text=gettext_lazy(
            "The first version, the current one and those that something was made from stay "
            "always. What is kept no longer is swept away in the background, for good."
        ),
    )
    retention_number = forms.IntegerField(
        label=gettext_lazy("How many versions, or how many days"),
        min_value=1,
        max_value=36_500,
        required=False,
    )
    top = forms.RegexField(
        _WRITTEN, label=gettext_lazy("Backdrop of packshots, at the top"), widget=_COLOUR
    )
    bottom = forms.RegexField(_WRITTEN, label=gettext_lazy("Backdrop, at the foot"), widget=_COLOUR)

    @classmethod
    def of(cls, collection: Collection | None) -> "CollectionForm":
        """The form filled with what is said now."""
        backdrop = collection.backdrop if collection else default_backdrop()
        initial = {name: str(backdrop[name]).lower() for name in ("top", "bottom")}
        if collection is not None:
            names = ("name", "slug", "description", "retention", "retention_number")
            initial |= {name: getattr(collection, name) for name in names}
        return cls(initial=initial)

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        given = dict(self.cleaned_data)
        given["backdrop"] = {name: given.pop(name) for name in ("top", "bottom")}
        if given["retention"] == Retention.KEEP_ALL:
            given["retention_number"] = None
        return given


@require_safe
@requires(Action.READ)
def collections(request: HttpRequest) -> HttpResponse:
    """All of them with their counts and their rules."""
    found = list(Collection.objects.visible_to(signed_in(request)))
    counts = statistics(found)
    rows = [{"collection": one, **counts[one.pk]} for one in found]
    return render(request, "assets/collections.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.EDIT_COLLECTIONS)
def collection_new(request: HttpRequest) -> HttpResponse:
    """A new one."""
    posted = request.method == "POST"
    form = CollectionForm(request.POST) if posted else CollectionForm.of(None)
    if posted and form.is_valid():
        try:
            create_collection(team=signed_in(request).team, **form.values())
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Collection made."))
            return redirect("assets:collections")
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.EDIT_COLLECTIONS)
def collection_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one."""
    collection = get_object_or_404(Collection.objects.visible_to(signed_in(request)), pk=pk)
    posted = request.method == "POST"
    form = CollectionForm(request.POST) if posted else CollectionForm.of(collection)
    if posted and form.is_valid():
        try:
            update_collection(collection, **form.values())
        except Problem as problem:
            put_in_form(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("assets:collections")
    return _page(request, form, collection)


@require_POST
@requires(Action.EDIT_COLLECTIONS)
def collection_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove one; its assets stay."""
    collection = get_object_or_404(Collection.objects.visible_to(signed_in(request)), pk=pk)
    try:
        delete_collection(collection)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Collection removed. What lay in it is in the library."))
    return redirect("assets:collections")


def _page(
    request: HttpRequest, form: CollectionForm, collection: Collection | None
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    heading = collection.name if collection else _("New collection")
    context = {"form": form, "collection": collection, "heading": heading}
    return render(request, "assets/collection_form.html", context, status=status)
