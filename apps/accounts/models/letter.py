"""E-mails on their way out."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skyy.identifiers import new_id


class LetterKind(models.TextChoices):
    """A message ready to be sent, or a wish out of which messages are made: whoever wishes is not
    told, by words or by time, whether there is anybody to write to."""

    MESSAGE = "message", _("Message")
    JOIN_WISHED = "join_wished", _("Wish to join")
    PASSWORD_WISHED = "password_wished", _("Wish for a new password")


class Letter(models.Model):
    """One e-mail that has not gone yet; once it has, the row is gone too.

    ``sealed`` is the encrypted JSON of what to say to whom. It holds no token: links are signed in
    the moment of sending.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    sealed = models.TextField()
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return str(self.get_kind_display())
