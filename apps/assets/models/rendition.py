"""A smaller or differently encoded copy of a version, for showing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id

from .blob import Blob
from .version import Version


class Rendition(models.Model):
    """Unique per (version, specification); ``specification`` names a row of
    ``apps.assets.specifications``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="renditions")
    specification = models.CharField(_("specification"), max_length=40)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="renditions")
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["version", "width", "specification"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "specification"], name="assets_rendition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specification} of {self.version_id}"
