"""A form for a pipeline's parameters, made from the schema the pipeline declares."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.jobs.making.offer import offer

LABELS: Mapping[str, str | Promise] = {
    "profile": _("Profile"),
    "upscaler": _("Enlarge"),
    "scale_limit": _("Enlarge at most, times"),
    "largest_px": _("Longer side at most, pixels"),
    "edge_shift": _("Move the edge, thousandths"),
    "normalise": _("Even out light and colour"),
    "quality": _("Quality"),
    "fidelity_target": _("Fidelity target, of 100"),
    "target": _("Published where"),
}
HELP: Mapping[str, str | Promise] = {
    "scale_limit": _("1 leaves small products small."),
    "largest_px": "",
    "edge_shift": _("Above 0 outwards, below 0 inwards, of the longer side."),
    "profile": "",
    "upscaler": _("Generative detail is invented and labelled so."),
    "normalise": "",
    "quality": "",
    "fidelity_target": "",
    "target": _("Decides how large the file may be."),
}
CHOICES: Mapping[str, str | Promise] = {
    "full": _("Full: everything"),
    "quick": _("Quick: no lighting, small"),
    "background_only": _("Background only: its own light"),
    "reformat": _("Reformat: as photographed"),
    "lanczos": _("True to the photograph"),
    "generative": _("Generatively"),
    "draft": _("Draft: for a first look"),
    "standard": _("Standard: for shops"),
    "high": _("High: for close looks"),
    "mobile_ar": _("Mobile AR: 3 MB"),
    "desktop": _("Desktop: 3 MB"),
    "banner": _("Banner: 0.5 MB"),
    "planner": _("Room planner: 1 MB"),
}


class ParameterForm(forms.Form):
    """The fields of one kind of job; the pipeline itself has the last word on their values."""

    prefix = "param"

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        offered = offer(kind)
        schema = {} if offered is None else offered.parameters
        for name, described in schema.get("properties", {}).items():
            field = _field(described, schema)
            if field is not None:
                field.label = str(LABELS.get(name, name.replace("_", " ").capitalize()))
                field.help_text = str(HELP.get(name, described.get("description", "")))
                self.fields[name] = field

    def changes(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """Return what differs from ``present`` parameters; the form must be valid."""
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return {name: value for name, value in given.items() if present.get(name) != value}


def _field(described: Mapping[str, Any], schema: Mapping[str, Any]) -> forms.Field | None:
    """The form field of one property of a JSON schema; None for a shape forms do not show."""
    shape = dict(described)
    if "$ref" in shape:
        shape |= schema["$defs"][shape["$ref"].rsplit("/", 1)[-1]]
    if "enum" in shape:
        return forms.ChoiceField(
            choices=[(value, CHOICES.get(value, value)) for value in shape["enum"]]
        )
    if shape.get("type") == "boolean":
        return forms.BooleanField(required=False)
    least, most = shape.get("minimum"), shape.get("maximum")
    if shape.get("type") == "integer":
        return forms.IntegerField(min_value=least, max_value=most)
    if shape.get("type") == "number":
        widget = forms.NumberInput({"step": "any"})
        return forms.FloatField(min_value=least, max_value=most, widget=widget)
    return None
