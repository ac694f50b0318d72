"""Rows whose words staff may correct; the service is what writes them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest

from apps.accounts.permissions import Action, may
from apps.assets.admin import ByRole
from skyy.api.errors import Problem

if TYPE_CHECKING:
    from django.forms import ModelForm


class Words(ByRole):
    """``words`` are the fields that may be changed, ``update`` the service that does it.

    Everything else is shown as it is: it is changed on the studio's own pages.
    """

    words: tuple[str, ...] = ()
    update: Callable[..., Any]
    change_action = Action.EDIT_PRODUCTS
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        named = [field.name for field in self.opts.fields if field.name not in self.words]
        return (*named, *self.readonly_fields)

    def save_model(
        self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool
    ) -> None:
        given = {name: form.cleaned_data[name] for name in form.changed_data if name in self.words}
        try:
            type(self).update(obj, **given)
        except Problem as problem:
            self.message_user(request, problem.message, messages.ERROR)


def needs(action: Action) -> Callable[[Any, HttpRequest], bool]:
    """A permission check for an admin action, named by the admin class that offers it."""

    def allowed(_admin: Any, request: HttpRequest) -> bool:
        return may(request.user, action)

    return allowed
