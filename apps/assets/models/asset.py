"""An asset: one thing in the library, with its versions."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import within_team
from apps.assets.folding import text_of
from skyy.identifiers import new_id

from .collection import Collection


class AssetKind(models.TextChoices):
    """What the bytes are, decided by looking at them."""

    IMAGE = "image", _("Image")
    MODEL_3D = "model_3d", _("3D model")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    TEXTURE = "texture", _("Texture")
    DOCUMENT = "document", _("Document")


class AssetStatus(models.TextChoices):
    """Where the asset stands."""

    UPLOADING = "uploading", _("Uploading")
    PROCESSING = "processing", _("Processing")
    READY = "ready", _("Ready")
    ERROR = "error", _("Error")
    DELETED = "deleted", _("Deleted")


class Tag(models.Model):
    """A word people file assets under."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tags")
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="assets_tag_name")]

    def __str__(self) -> str:
        return self.name


class AssetQuerySet(models.QuerySet["Asset"]):
    """Assets."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team that are not deleted."""
        return self.filter(within_team(user)).exclude(status=AssetStatus.DELETED)

    def deleted_visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the user's team that lie in the bin."""
        return self.filter(within_team(user), status=AssetStatus.DELETED)


class Asset(models.Model):
    """``role`` says what it is for: ``photograph``, ``packshot``, ``mask``, ``portrait`` …

    ``search`` is what searches look through; ``apps.assets.search.refresh`` keeps it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(_("kind"), max_length=12, choices=AssetKind.choices)
    role = models.CharField(_("role"), max_length=32, default="photograph")
    status = models.CharField(
        _("status"), max_length=12, choices=AssetStatus.choices, default=AssetStatus.PROCESSING
    )
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    collection = models.ForeignKey(
        Collection, on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="assets")
    current_version = models.OneToOneField(
        "assets.Version", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    search = models.TextField(default="", editable=False)

    objects = AssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["-created_at", "-id"]
        indexes = [
            # A page of ids, its counts: both are read from an index alone.
            models.Index(
                fields=["team", "-created_at", "-id", "role"],
                condition=~models.Q(status=AssetStatus.DELETED),
                name="assets_asset_newest",
            ),
            models.Index(
                fields=["team", "name", "id", "role"],
                condition=~models.Q(status=AssetStatus.DELETED),
                name="assets_asset_by_name",
            ),
            models.Index(fields=["team", "-updated_at"], name="assets_asset_changed"),
            models.Index(
                fields=["team", "status", "role", "kind", "collection"], name="assets_asset_facets"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; a new asset is found by its name from the first moment."""
        if self._state.adding and not self.search:
            self.search = text_of(self.name, self.description)
        super().save(*args, **kwargs)
