"""The forms of the assets pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.assets.models import Asset, Collection


class AssetForm(forms.Form):
    """What is said of an asset."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    collection = forms.ModelChoiceField(
        label=_("Collection"), queryset=Collection.objects.none(), required=False
    )
    tags = forms.CharField(
        label=_("Tags"), max_length=1000, required=False, help_text=_("With commas between them.")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collection"] = forms.ModelChoiceField(
            label=_("Collection"),
            queryset=Collection.objects.visible_to(user),
            required=False,
            empty_label=_("None"),
        )

    @classmethod
    def of(cls, asset: Asset, user: User) -> "AssetForm":
        """The form filled with what is said now."""
        return cls(
            user,
            initial={
                "name": asset.name,
                "description": asset.description,
                "collection": asset.collection_id,
                "tags": ", ".join(tag.name for tag in asset.tags.all()),
            },
        )

    def clean_tags(self) -> list[str]:
        return [word.strip() for word in self.cleaned_data["tags"].split(",") if word.strip()]
