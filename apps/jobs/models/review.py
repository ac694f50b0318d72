"""A result before a person, who holds it for a while, and what was decided."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Team, User
from apps.accounts.roles import Role
from apps.accounts.visibility import NOTHING, within_team
from apps.assets.models import Version
from apps.catalog.models import MediaRole, Variant, View
from skyy.identifiers import new_id

from .job import Job


class ReviewStatus(models.TextChoices):
    """The standing of the newest decision."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    REGENERATED = "regenerated", _("Made anew")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The team's for a Reviewer and above, those of one's own jobs for a Contributor."""
        if not isinstance(user, User):
            return self.filter(NOTHING)
        role = Role(user.role)
        if role.includes(Role.DEVELOPER):
            return self.filter(within_team(user))
        if role.includes(Role.API_USER):
            return self.filter(within_team(user), job__created_by=user)
        return self.filter(NOTHING)

    def waiting(self) -> Self:
        """Those that need a decision."""
        return self.filter(status=ReviewStatus.WAITING)


class Review(models.Model):
    """A result (``result``) made from a photograph (``reference``), to be judged for a variant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="reviews")
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="review")
    variant = models.ForeignKey(
        Variant, on_delete=models.CASCADE, null=True, blank=True, related_name="reviews"
    )
    role = models.CharField(_("role"), max_length=12, choices=MediaRole.choices)
    view = models.CharField(_("view"), max_length=12, choices=View.choices, default=View.FRONT)
    reference = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="reviews_as_reference"
    )
    result = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reviews")
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=ReviewStatus.choices, default=ReviewStatus.WAITING
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["team", "status", "created_at"], name="jobs_review_queue")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.variant_id or self.job_id}"


class ReviewClaim(models.Model):
    """Who is looking at a review now; after ``expires_at`` anybody may take it."""

    review = models.OneToOneField(
        Review, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="review_claims")
    claimed_at = models.DateTimeField(_("claimed"))
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("review claim")
        verbose_name_plural = _("review claims")

    def __str__(self) -> str:
        return f"{self.user} holds {self.review_id}"


class Verdict(models.TextChoices):
    """What was decided."""

    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    REGENERATE = "regenerate", _("Made anew")
    UNDO = "undo", _("Undone")


class ReviewDecision(models.Model):
    """Append-only. ``reasons`` are codes of ``apps.jobs.review.reasons``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict.choices)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    new_job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("review decision")
        verbose_name_plural = _("review decisions")
        ordering = ["review", "created_at"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} · {self.review_id}"
