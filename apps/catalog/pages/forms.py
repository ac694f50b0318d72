"""The catalog's forms. They check shape; the services decide."""

import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.assets.models import Collection
from apps.catalog.clients import GUIDELINES
from apps.catalog.models import CampaignStatus, Category, Drop, Season


class ProductForm(forms.Form):
    """What a style is."""

    name = forms.CharField(label=_("Name"), max_length=160)
    style_code = forms.CharField(label=_("Style code"), max_length=40)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=Category.choices,
        help_text=_("Decides which views are photographed."),
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(), label=_("Collection"), required=False
    )
    season = forms.ModelChoiceField(Season.objects.none(), label=_("Season"), required=False)
    drop = forms.ModelChoiceField(
        Drop.objects.none(),
        label=_("Drop"),
        required=False,
        help_text=_("Nothing of it is public before the drop's date."),
    )
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    price = forms.DecimalField(
        label=_("Price"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        initial="EUR",
        help_text=_("Three letters, such as EUR."),
        error_messages={"invalid": _("A currency is three capital letters, such as EUR.")},
    )
    edition = forms.CharField(label=_("Edition"), max_length=80, required=False)
    material = forms.CharField(label=_("Material"), max_length=200, required=False)
    care = forms.CharField(label=_("Care"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drops = Drop.objects.visible_to(user).select_related("season")
        self._offer("collection", Collection.objects.visible_to(user))
        self._offer("season", Season.objects.visible_to(user))
        self._offer("drop", drops)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        field.empty_label = _("None")


class VariantForm(forms.Form):
    """A colourway in a size."""

    sku = forms.CharField(label=_("SKU"), max_length=64)
    colour_name = forms.CharField(label=_("Colour"), max_length=60, required=False)
    swatch = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Swatch"),
        required=False,
        help_text=_("A colour such as #b76e79."),
        error_messages={
            "invalid": _("Six digits or letters from a to f after a #, such as #b76e79.")
        },
    )
    size = forms.CharField(label=_("Size"), max_length=20, required=False)


class SeasonForm(forms.Form):
    """A season."""

    name = forms.CharField(label=_("Name"), max_length=120)
    starts_on = forms.DateField(
        label=_("Starts on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class DropForm(forms.Form):
    """When a part of a season goes on sale; the time is meant in the drop's own zone."""

    name = forms.CharField(label=_("Name"), max_length=120)
    opens = forms.DateTimeField(
        label=_("Goes live"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In the drop's time zone. Nothing of the drop is public before."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=[], initial="UTC")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(zone, zone.replace("_", " ")) for zone in zones]


class ClientForm(forms.Form):
    """A client and its brand guidelines, one rule a line."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    homepage = forms.URLField(label=_("Homepage"), required=False, assume_scheme="https")
    colors = forms.CharField(label=_("Colours"), widget=forms.Textarea, required=False)
    fonts = forms.CharField(label=_("Typefaces"), widget=forms.Textarea, required=False)
    tone = forms.CharField(label=_("Tone"), widget=forms.Textarea, required=False)
    restrictions = forms.CharField(label=_("Restrictions"), widget=forms.Textarea, required=False)
    examples = forms.CharField(label=_("Examples"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for heading in GUIDELINES:
            self.fields[heading].widget.attrs["rows"] = 3
            self.fields[heading].help_text = _("One a line.")

    def values(self) -> dict[str, Any]:
        """What the client services take."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "description": given["description"],
            "homepage": given["homepage"],
            "guidelines": {heading: given[heading].splitlines() for heading in GUIDELINES},
        }


class CampaignForm(forms.Form):
    """Work for a client towards one goal."""

    name = forms.CharField(label=_("Name"), max_length=160)
    goal = forms.CharField(
        label=_("Goal"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    status = forms.ChoiceField(label=_("Status"), choices=CampaignStatus.choices)
    product_url = forms.URLField(label=_("Product page"), required=False, assume_scheme="https")
    brief = forms.CharField(
        label=_("Brief"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )
