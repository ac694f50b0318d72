"""How often something was tried that must not be tried for ever."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id


class AttemptCount(models.Model):
    """The attempts of one (``who``, an HMAC) at one gate; forgotten after ``kept_until``.

    ``count`` is of the window that ends at ``window_ends_at``, ``strikes`` of the pauses until
    ``strikes_end_at``; nothing is let through before ``locked_until``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gate = models.CharField(max_length=16)
    who = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    window_ends_at = models.DateTimeField(null=True)
    strikes = models.PositiveIntegerField(default=0)
    strikes_end_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")
        constraints = [
            models.UniqueConstraint(fields=["gate", "who"], name="accounts_attempt_count_of_gate")
        ]

    def __str__(self) -> str:
        return f"{self.gate}: {self.count}"
