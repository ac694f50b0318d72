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
