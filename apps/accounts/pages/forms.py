"""What people fill in about their own account; the services decide what fits."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from apps.accounts.api.doors import PASSWORD_LENGTH
from apps.accounts.api_keys import LONGEST_DAYS
from apps.accounts.permissions import Action
from skyy.api.errors import Problem


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def told(form: forms.Form, problem: Problem) -> int:
    """Put what a service refused beside the fields it is about; return the answer's status."""
    named = {name for name in problem.fields if name in form.fields}
    for name in named:
        form.add_error(name, problem.fields[name])
    if not named:
        form.add_error(None, problem.message)
    return 422 if problem.status == 400 else problem.status


def _password(label: Any, *, new: bool = False, **options: Any) -> forms.CharField:
    name = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        max_length=PASSWORD_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": name}),
        **options,
    )


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    attributes = {
        "autocomplete": "one-time-code",
        "inputmode": "text",
        "autocapitalize": "none",
        "spellcheck": "false",
        "class": "code-input",
    }
    return forms.CharField(
        label=label,
        max_length=40,
        help_text=help_text,
        widget=forms.TextInput(attrs=attributes),
    )


class NamesForm(forms.Form):
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)


class RegisterForm(NamesForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=150,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ["email", "first_name", "last_name"]


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("New e-mail address"), max_length=254)
    password = _password(_("Your password"))


class LostForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class TwicePasswordForm(forms.Form):
    """A new password, typed twice."""

    password = _password(_("Password"), new=True, help_text=_("At least 8 characters; long wins."))
    again = _password(_("The same again"), new=True)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("password") != said.get("again") and "again" in said:
            self.add_error("again", _("These two are not the same."))
        return said


class ChangePasswordForm(TwicePasswordForm):
    old_password = _password(_("Your password now"))
    field_order = ["old_password", "password", "again"]


class ConfirmPasswordForm(forms.Form):
    password = _password(_("Your password"))


class CodeForm(forms.Form):
    code = _code(_("Code"))
    code.widget.attrs["autofocus"] = True


class ProofForm(ConfirmPasswordForm):
    code = _code(_("Code"), _("Six digits from your app, or a recovery code."))


class KeyForm(forms.Form):
    """A new API key; the scopes offered are those the person may give."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("Shop integration")}),
    )
    days = forms.TypedChoiceField(
        label=_("How long it holds"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (LONGEST_DAYS, _("A year"))],
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, grantable: list[Action], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(action.value, WORDS[action]) for action in grantable]


WORDS = {
    Action.READ: _("See assets and products"),
    Action.UPLOAD: _("Upload"),
    Action.EDIT_ASSETS: _("Change assets"),
    Action.EDIT_RIGHTS: _("Change rights and releases"),
    Action.DELETE_ASSETS: _("Put assets into the bin"),
    Action.EDIT_COLLECTIONS: _("Change collections"),
    Action.EDIT_PRODUCTS: _("Change products"),
    Action.EDIT_CLIENTS: _("See and change clients and campaigns"),
    Action.CREATE_JOBS: _("Start jobs and follow them"),
    Action.CONTROL_JOBS: _("Pause, cancel and retry jobs"),
    Action.REVIEW: _("Approve and reject"),
    Action.PUBLISH: _("Publish"),
    Action.EDIT_BUDGETS: _("See and change costs"),
    Action.OPERATE: _("Look after workers and queues"),
    Action.READ_AUDIT: _("Read the audit log"),
    Action.ADMINISTER: _("Administer the house"),
}
"""What each action is called on a page."""
