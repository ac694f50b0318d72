"""A version of an asset, and what it was made from."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.visibility import within_team
from skyy.identifiers import new_id

from .asset import Asset, AssetStatus
from .blob import Blob


class VersionSource(models.TextChoices):
    """How the bytes came here."""

    UPLOAD = "upload", _("Uploaded")
    IMPORT = "import", _("Imported")
    JOB = "job", _("Made by a job")


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of assets the user may see."""
        return self.filter(within_team(user, "asset__team")).exclude(
            asset__status=AssetStatus.DELETED
        )

    def deleted_visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the team's assets that lie in the bin."""
        return self.filter(within_team(user, "asset__team"), asset__status=AssetStatus.DELETED)


class Version(models.Model):
    """Immutable: a change makes the next number. ``provenance`` says how it was made (job id,
    pipeline, parameters, provider, what normalisation did), as data without secrets."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="versions")
    source = models.CharField(_("source"), max_length=8, choices=VersionSource.choices)
    filename = models.CharField(_("file name"), max_length=255)
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    provenance = models.JSONField(_("provenance"), default=dict, blank=True)
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["asset", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "number"], name="assets_version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.asset} v{self.number}"


class Lineage(models.Model):
    """``child`` was made from ``parent``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parent = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="child_links")
    child = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="parent_links")
    relation = models.CharField(_("relation"), max_length=32, default="made_from")

    class Meta:
        verbose_name = _("lineage")
        verbose_name_plural = _("lineage")
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="assets_lineage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.relation} {self.parent_id}"
