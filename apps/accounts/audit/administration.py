"""What is typed into the Django admin stands in the log as well, field by field."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from apps.accounts.models import Team, User

from .happenings import Happening
from .recording import changed, record

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:  # not generic while it runs
    _ModelAdmin = admin.ModelAdmin

_BEFORE, _AFTER = "skyy_audit_before", "skyy_audit_after"


class Audited(_ModelAdmin):
    """Records what a form changed, in the transaction of Django's own log."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        names = form.changed_data
        before = {name: form.get_initial_for_field(form.fields[name], name) for name in names}
        setattr(request, _BEFORE, {} if add else before)
        setattr(request, _AFTER, {name: form.cleaned_data.get(name) for name in names})
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _record(Happening.ROW_ADDED, request, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _record(Happening.ROW_CHANGED, request, obj)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Model]) -> Any:
        for obj in queryset:
            _record(Happening.ROW_DELETED, request, obj)
        return super().log_deletions(request, queryset)  # type: ignore[arg-type]


def _record(happening: Happening, request: HttpRequest, obj: Model) -> None:
    given: dict[str, Any] = getattr(request, _BEFORE, {})
    before, after = changed(given, getattr(request, _AFTER, {}))
    if isinstance(obj, User):
        happening = _of_person(happening, after)
    record(
        happening,
        about=obj,
        name="" if isinstance(obj, User) else str(obj),
        team=obj if isinstance(obj, Team) and happening != Happening.ROW_DELETED else None,
        before=before if given else {},
        after=after,
    )


def _of_person(happening: Happening, after: dict[str, Any]) -> Happening:
    if happening == Happening.ROW_ADDED:
        return Happening.PERSON_ADDED
    if happening == Happening.ROW_DELETED:
        return Happening.PERSON_DELETED
    if "role" in after:
        return Happening.ROLE_CHANGED
    if any(name.startswith("password") for name in after):
        return Happening.PASSWORD_CHANGED
    return Happening.PERSON_CHANGED
