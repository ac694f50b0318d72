"""A file on its way into the library past the web process, or one that came with a key."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.visibility import NOTHING
from skyy.identifiers import new_id

from .asset import Asset
from .collection import Collection


class UploadStatus(models.TextChoices):
    """Where an upload stands."""

    WAITING = "waiting", _("Waiting for the file")
    CHECKING = "checking", _("Being checked")
    TAKEN = "taken", _("Taken")
    REFUSED = "refused", _("Refused")
    ABANDONED = "abandoned", _("Abandoned")


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own."""
        if not isinstance(user, User) or not user.is_active:
            return self.filter(NOTHING)
        return self.filter(created_by=user, team_id=user.team_id)


class Upload(models.Model):
    """``size``, ``media_type`` and ``sha256`` are what the sender says; the last two may be empty.

    ``error``: {"code", "message"} of a refusal. ``fingerprint`` is the SHA-256 of the request that
    came with ``idempotency_key``. ``part_size`` is 0 for a file that comes in one piece;
    ``multipart`` is the bucket's name for one that comes in parts, once it was asked for.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="uploads")
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    status = models.CharField(
        _("status"), max_length=10, choices=UploadStatus.choices, default=UploadStatus.WAITING
    )
    filename = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=32)
    collection = models.ForeignKey(
        Collection, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asset = models.ForeignKey(
        Asset, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    error = models.JSONField(_("error"), null=True, blank=True)
    idempotency_key = models.CharField(_("idempotency key"), max_length=200, null=True, blank=True)
    fingerprint = models.CharField(_("SHA-256 of the request"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("address expires"))
    part_size = models.PositiveBigIntegerField(_("bytes of a part"), default=0)
    multipart = models.CharField(_("in parts"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    swept_at = models.DateTimeField(_("swept"), null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["swept_at", "expires_at"], name="assets_upload_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="assets_upload_idempotency",
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def incoming_key(self) -> str:
        """Where the address lets the sender write."""
        return f"incoming/{self.team_id}/{self.pk.hex}"

    @property
    def parts_key(self) -> str:
        """The folder of its parts, where the storage is a disk."""
        return f"{self.incoming_key}.parts"

    @property
    def held_key(self) -> str:
        """Where it is looked at, out of the sender's reach."""
        return f"held/{self.team_id}/{self.pk.hex}"
