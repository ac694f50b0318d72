"""The step cache: of the whole house, so for those who look after the whole house."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.accounts.permissions import Action, may
from apps.jobs.models import CacheEntry, CacheFile

from .seen_only import SeenOnly, SeenOnlyInline


class OwnersSee(SeenOnly):
    """Rows that belong to no team."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.ADMINISTER)


class CacheFileInline(SeenOnlyInline):
    model = CacheFile
    fields = ["name", "blob"]


@admin.register(CacheEntry)
class CacheEntryAdmin(OwnersSee):
    list_display = ["key", "handler", "hits", "seconds", "created_at", "used_at"]
    list_filter = ["handler", "used_at"]
    search_fields = ["key", "handler"]
    inlines = [CacheFileInline]


@admin.register(CacheFile)
class CacheFileAdmin(OwnersSee):
    list_display = ["entry", "name", "blob"]
    list_filter = ["name"]
    list_select_related = ["entry", "blob"]
    search_fields = ["entry__key", "blob__sha256"]
