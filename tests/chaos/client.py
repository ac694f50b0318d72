"""Atelier's client, in a worker that is killed at the worst instants."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from apps.jobs.providers.remote.atelier import Atelier
from apps.jobs.providers.remote.base import Request, Submitted

from .marks import first


class MortalAtelier(Atelier):
    """Dies once for a request whose way says so: ``unsent`` after the call was written down and
    before anything leaves, ``answered`` with the provider's answer in hand and nothing stored."""

    def submit(self, request: Request, reference: str, still: Callable[[], bool]) -> Submitted:
        """As the real one, unless it dies."""
        self._die(request, "unsent")
        taken = super().submit(request, reference, still)
        self._die(request, "answered")
        return taken

    def _die(self, request: Request, moment: str) -> None:
        mortal = request.params["way"] == moment and self.capability == "picture"
        if mortal and first(Path(settings.DATA), f"{moment}.{request.params['prompt']}"):
            os.kill(os.getpid(), signal.SIGKILL)
