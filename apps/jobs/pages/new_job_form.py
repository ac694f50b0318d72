"""The form of a new job: what, from what, how good."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.assets.models import Collection
from apps.catalog.models import Variant
from apps.jobs.making import sources
from apps.jobs.making.offer import offers
from apps.jobs.making.options import PROFILES, QUALITIES, TARGETS, upscalers
from apps.jobs.making.sources import Source
from apps.jobs.models import Priority
from skyy.api.errors import Problem

from .identifiers import uuids

PARAMETERS = {
    "packshot": ("profile", "upscaler"),
    "product_model": ("quality", "target", "fidelity_target"),
}
"""The fields that are a kind's own; what belongs to other kinds is not read."""

CHOSEN, BY_SKU, COLLECTION = "photographs", "sku", "collection"


class NewJobForm(forms.Form):
    """Turns what a person chose into sources and parameters; ``sources`` is set once valid.

    ``still_taken_in``: how many more belong to what was chosen and cannot be used yet.
    """

    origin = forms.ChoiceField(
        label=_("From what"),
        choices=[
            (CHOSEN, _("Photographs I choose")),
            (BY_SKU, _("Every photograph of a SKU")),
            (COLLECTION, _("A collection")),
        ],
    )
    sku = forms.CharField(
        label=_("SKU"),
        required=False,
        max_length=2000,
        help_text=_("One, or several with commas between them."),
    )
    only_new = forms.BooleanField(
        label=_("Leave out photographs it was already made from, or is being made from"),
        required=False,
    )
    profile = forms.ChoiceField(
        label=_("How much"), choices=[(value, title) for value, title, _text in PROFILES]
    )
    quality = forms.ChoiceField(
        label=_("Quality"), choices=[(value, title) for value, title, _text in QUALITIES]
    )
    target = forms.ChoiceField(
        label=_("Published where"), choices=[(value, title) for value, title, _text in TARGETS]
    )
    fidelity_target = forms.FloatField(
        label=_("Fidelity target"),
        min_value=0,
        max_value=100,
        help_text=_("Of 100. Reviewers see whether the model reaches it."),
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user
        self.given = data
        self.sources: Sequence[Source] = []
        self.still_taken_in = 0
        own = PARAMETERS.get(data.get("kind", ""), ())
        usable = [(option.value, option.title) for option in upscalers() if option.available]
        self.fields |= {
            "kind": forms.ChoiceField(
                label=_("What to make"), choices=[(offer.kind, offer.name) for offer in offers()]
            ),
            "collection": forms.ModelChoiceField(
                label=_("Collection"),
                queryset=Collection.objects.visible_to(user),
                required=False,
            ),
            "upscaler": forms.ChoiceField(label=_("Small products"), choices=usable),
        }
        for name in {name for names in PARAMETERS.values() for name in names}.difference(own):
            del self.fields[name]

    @property
    def params(self) -> dict[str, Any]:
        """The pipeline's parameters of a valid form."""
        own = PARAMETERS.get(self.cleaned_data["kind"], ())
        return {name: self.cleaned_data[name] for name in own}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            self.sources = sources.checked(self._found(cleaned), "asset_ids")
        except Problem as problem:
            self.add_error(None, problem.message)
        return cleaned

    def _found(self, cleaned: dict[str, Any]) -> Sequence[Source]:
        if cleaned["origin"] == CHOSEN:
            return sources.from_assets(self.user, uuids(self.given.getlist("asset")))
        if cleaned["origin"] == BY_SKU:
            return self._by_sku(cleaned["sku"])
        if cleaned["collection"] is None:
            return []
        self._count(collection=cleaned["collection"])
        only = [cleaned["kind"]] if cleaned["only_new"] else []
        return sources.from_collection(self.user, cleaned["collection"].pk, only_unmade=only)

    def _by_sku(self, given: str) -> Sequence[Source]:
        wanted = [sku.strip() for sku in given.split(",") if sku.strip()]
        found = dict(
            Variant.objects.visible_to(self.user).filter(sku__in=wanted).values_list("sku", "pk")
        )
        unknown = [sku for sku in wanted if sku not in found]
        if unknown:
            raise forms.ValidationError(
                _("There is no such SKU: %(skus)s."), params={"skus": ", ".join(unknown[:10])}
            )
        self._count(photograph__variant__in=list(found.values()))
        return sources.from_variants(self.user, list(found.values()))

    def _count(self, **of_these: Any) -> None:
        self.still_taken_in = sources.still_taken_in(self.user).filter(**of_these).count()
