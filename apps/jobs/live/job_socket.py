"""``/ws/jobs/{id}/?after=N``: one job, event by event."""

from typing import Any
from urllib.parse import parse_qs

from apps.accounts.models import User
from apps.jobs.health.figures import observe_event
from apps.jobs.models import Job
from apps.jobs.monitor.listing import visible_jobs

from .catch_up import (
    Message,
    catch_up,
    number_given,
    passed_on,
    progress_told,
    snapshot_message,
)
from .socket import GONE, LiveConsumer, Refused


class JobConsumer(LiveConsumer):
    """A snapshot (or the events after ``after``), then every event in order."""

    known: int | None = None
    """Number of the last event the client was told; None before the first message."""

    def groups_for(self, user: User) -> list[str]:
        return [f"job.{self._job(user).pk}"]

    def open(self, user: User) -> list[Message]:
        job = self._job(user)
        if self.known is None:
            messages, self.known = catch_up(job, after=self._after())
            return messages
        snapshot = snapshot_message(job)
        self.known = snapshot["number"]
        return [snapshot]

    def refresh(self, user: User) -> list[Message]:
        messages, self.known = catch_up(self._job(user), after=self.known)
        return messages

    async def event(self, message: dict[str, Any]) -> None:
        """A hint of the channel layer: passed on when it is the next one."""
        async with self._turn:
            known = self.known or 0
            if message["number"] == known + 1:
                self.known = known + 1
                observe_event(message["event"]["created_at"])
                await self.send_json(passed_on(message))
        if message["number"] > known + 1:
            await self.tell(self.refresh)

    async def progress(self, message: dict[str, Any]) -> None:
        """Unnumbered; the latest wins."""
        await self.send_json(progress_told(message))

    def _job(self, user: User) -> Job:
        job_id = self.scope["url_route"]["kwargs"]["job_id"]
        job = visible_jobs(user).filter(pk=job_id).first()
        if job is None:
            raise Refused(GONE)
        return job

    def _after(self) -> int | None:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        return number_given(query.get("after", [""])[-1])
