"""The step cache."""

from django.contrib import admin

from apps.jobs.models import CacheEntry, CacheFile

from .seen_only import SeenOnly, SeenOnlyInline


class CacheFileInline(SeenOnlyInline):
    model = CacheFile
    fields = ["name", "blob"]


@admin.register(CacheEntry)
class CacheEntryAdmin(SeenOnly):
    list_display = ["key", "handler", "hits", "seconds", "created_at", "used_at"]
    list_filter = ["handler", "used_at"]
    search_fields = ["key", "handler"]
    inlines = [CacheFileInline]


@admin.register(CacheFile)
class CacheFileAdmin(SeenOnly):
    list_display = ["entry", "name", "blob"]
    list_filter = ["name"]
    list_select_related = ["entry", "blob"]
    search_fields = ["entry__key", "blob__sha256"]
