"""``/ws/jobs/{id}/?after=N``: one job, event by event."""

from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from apps.accounts.models import User
from apps.jobs.health.figures import observe_event
from apps.jobs.models import Job

from .catch_up import Message, number_given, passed_on, progress_told
from .shared import shared_catch_up
from .socket import GONE, LiveConsumer, Refused


class JobConsumer(LiveConsumer):
    """A snapshot (or the events after ``after``), then every event in order."""

    known: int | None = None
    """Number of the last event the client was told; None before the first message."""

    def groups_at_once(self) -> set[str]:
        return {f"job.{self._job_id}"}

    def groups_for(self, user: User) -> list[str]:
        # Read once, after the group was joined: ``open`` and ``refresh`` go by this row.
        self._job = _seen(user, self._job_id)
        return [f"job.{self._job_id}"]

    def open(self, user: User) -> list[Message]:
        after = self._after() if self.known is None else None
        messages, self.known = shared_catch_up(self._job, after=after)
        return messages

    def refresh(self, user: User) -> list[Message]:
        messages, self.known = shared_catch_up(self._job, after=self.known)
        return messages

    async def event(self, message: dict[str, Any]) -> None:
        """A hint of the channel layer: passed on when it is the next one."""
        async with self._turn:
            known = self.known or 0
            if message["number"] == known + 1:
                self.known = known + 1
                observe_event(message["event"]["created_at"])
                await self.hear(passed_on(message))
        if message["number"] > known + 1:
            await self.tell(self.refresh)

    async def progress(self, message: dict[str, Any]) -> None:
        """Unnumbered; the latest wins."""
        await self.hear(progress_told(message))

    @property
    def _job_id(self) -> UUID:
        job_id: UUID = self.scope["url_route"]["kwargs"]["job_id"]
        return job_id

    def _after(self) -> int | None:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        return number_given(query.get("after", [""])[-1])


def _seen(user: User, job_id: UUID) -> Job:
    job = Job.objects.visible_to(user).filter(pk=job_id).first()
    if job is None:
        raise Refused(GONE)
    return job
