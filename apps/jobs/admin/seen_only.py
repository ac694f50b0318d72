"""Rows the engine and the services write: staff see them, nobody types into them."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.accounts.permissions import Action, may
from apps.assets.models import Version
from apps.jobs.monitor.thumbnails import thumbnail

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    _TabularInline = admin.TabularInline[Any, Any]
else:  # not generic while it runs
    _ModelAdmin = admin.ModelAdmin
    _TabularInline = admin.TabularInline


class SeenOnly(_ModelAdmin):
    """Producers and Owners may look; a status is never edited."""

    show_full_result_count = False
    list_per_page = 50
    # Django builds a form even for what nobody may change.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.PUBLISH)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SeenOnlyInline(_TabularInline):
    """The same, inside another row's page."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.PUBLISH)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Django builds a form even for what nobody may change, and not every field fits into one.
        return self.fields or ()


def small_picture(version: Version | None) -> SafeString | str:
    """An ``<img>`` of the smallest picture of a version."""
    small = thumbnail(version)
    if small is None:
        return "–"
    return format_html('<img class="admin-thumbnail" src="{}" alt="" loading="lazy">', small["url"])
