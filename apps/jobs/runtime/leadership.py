"""Who does what only one may do: a lease in the database, by the database's clock."""

import secrets
import time
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from apps.jobs.models import Leadership

from .identity import process_name

LEASE_SECONDS = 10.0
RENEW_SECONDS = 2.5


class Lead:
    """One process's claim to lead a task.

    Args:
        task: name of the ``Leadership`` row.
        lease_seconds: how long a leader may be silent before another takes over.
    """

    def __init__(self, task: str, lease_seconds: float = LEASE_SECONDS) -> None:
        self.holder = f"{process_name()}:{secrets.token_hex(4)}"
        self._task = task
        self._lease = timedelta(seconds=lease_seconds)
        self._until = 0.0

    def leads(self) -> bool:
        """Whether this process led when it last asked and its lease has not run out since."""
        return time.monotonic() < self._until

    def contend(self, *, by_force: bool = False) -> bool:
        """Take the lead where it is free, or keep it; return whether this process leads.

        Args:
            by_force: take it from whoever has it; for whoever knows that the holder is dead.
        """
        # Before the question: the lease this process believes in ends before the real one.
        asked = time.monotonic()
        won = self._take(by_force) or self._found()
        self._until = asked + self._lease.total_seconds() if won else 0.0
        return won

    def resign(self) -> None:
        """Let the next one lead at once."""
        self._until = 0.0
        Leadership.objects.filter(pk=self._task, holder=self.holder).update(until=Now())

    def _take(self, by_force: bool) -> bool:
        rows = Leadership.objects.filter(pk=self._task)
        if not by_force:
            rows = rows.filter(Q(holder=self.holder) | Q(until__lte=Now()))
        return bool(rows.update(holder=self.holder, until=Now() + self._lease))

    def _found(self) -> bool:
        if Leadership.objects.filter(pk=self._task).exists():
            return False
        try:
            with transaction.atomic():
                Leadership.objects.create(
                    name=self._task, holder=self.holder, until=Now() + self._lease
                )
        except IntegrityError:
            return False
        return True
