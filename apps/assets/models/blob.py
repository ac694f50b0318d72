"""Stored bytes, known by their SHA-256; the database's view of one file in a storage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id


class Blob(models.Model):
    """Immutable bytes. The row is the only way to the file, and the file goes with the last row
    that points here (``apps.assets.blobs.sweep``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    storage = models.CharField(
        _("storage"),
        max_length=16,
        choices=[("originals", _("originals")), ("renditions", _("renditions"))],
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    key = models.CharField(_("key in the storage"), max_length=255, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("blob")
        verbose_name_plural = _("blobs")
        constraints = [
            models.UniqueConstraint(fields=["storage", "sha256"], name="assets_blob_content"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.media_type})"
