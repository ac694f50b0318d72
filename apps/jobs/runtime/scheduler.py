"""The scheduler: contends for the lead and does the chores while it has it."""

import logging

from django.db import Error

from .chores import chores
from .leadership import RENEW_SECONDS, Lead
from .repeating import Repeating

logger = logging.getLogger(__name__)

TASK = "scheduler"


class Scheduler:
    """Works while it is started. Several may be, in any processes: one leads.

    Every chore has a thread of its own, so that a slow one holds up no other and not the lead.
    """

    def __init__(self) -> None:
        self.lead = Lead(TASK)
        self._led = False
        self._threads = [
            Repeating("lead", RENEW_SECONDS, self._contend),
            *(
                Repeating(chore.name, chore.interval, chore.function, self.lead.leads, chore.end)
                for chore in chores()
                if not chore.everywhere
            ),
        ]

    def start(self, *, alone: bool = False) -> None:
        """Begin.

        Args:
            alone: whoever held the lead is known to be dead.
        """
        if alone:
            self.lead.contend(by_force=True)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End what is under way and let another lead."""
        for thread in self._threads:
            thread.stop()
        try:
            self.lead.resign()
        except Error:
            logger.warning("The lead could not be given up; it runs out by itself")

    def _contend(self) -> None:
        leads = self.lead.contend()
        if leads != self._led:
            self._led = leads
            logger.info("%s %s", self.lead.holder, "leads" if leads else "leads no more")
