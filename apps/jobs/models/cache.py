"""Results of steps by what went into them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.assets.models import Blob
from skyy.identifiers import new_id


class CacheEntry(models.Model):
    """``key``: SHA-256 of everything that decides the result; whose it was is not recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(_("key"), max_length=64, unique=True)
    handler = models.CharField(_("handler@version"), max_length=120)
    result = models.JSONField(_("result"), default=dict)
    seconds = models.FloatField(_("seconds it took"), default=0)
    hits = models.PositiveIntegerField(_("hits"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), auto_now_add=True)

    class Meta:
        verbose_name = _("cache entry")
        verbose_name_plural = _("cache entries")
        ordering = ["-used_at"]
        indexes = [models.Index(fields=["used_at"], name="jobs_cache_used")]

    def __str__(self) -> str:
        return f"{self.handler} {self.key[:12]}"


class CacheFile(models.Model):
    """A file of a cached result."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(CacheEntry, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=60)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="cache_files")

    class Meta:
        verbose_name = _("cache file")
        verbose_name_plural = _("cache files")
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="jobs_cachefile_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.entry_id}"
