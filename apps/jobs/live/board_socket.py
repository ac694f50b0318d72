"""``/ws/jobs/``: everything a person follows, on one socket."""

from typing import Any

from channels.db import database_sync_to_async

from apps.accounts.models import Team, User
from apps.accounts.roles import Role
from apps.jobs.health.figures import observe_event
from apps.jobs.models import Job

from .board import belongs, board_numbers, board_snapshot
from .catch_up import Message, catch_up, passed_on, progress_told
from .identity import person
from .socket import LiveConsumer

STRANGERS = 5000
"""Job ids remembered as not for this board; then forgotten and looked up again."""


class BoardConsumer(LiveConsumer):
    """A snapshot of the board, then the events of its jobs in order, and what becomes of the jobs
    inside its batches: ``{"type": "child", "batch", "job", "number", "status", "error"}``, where
    the highest number wins and nothing is repeated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, int] = {}
        self.strangers: set[str] = set()

    def groups_for(self, user: User) -> list[str]:
        if user.sees_all_teams:
            return [f"team.{pk}" for pk in Team.objects.values_list("pk", flat=True)]
        if Role(user.role).includes(Role.DEVELOPER):
            return [f"team.{user.team_id}"]
        return [f"user.{user.pk}"]

    def open(self, user: User) -> list[Message]:
        snapshot = board_snapshot(user)
        self.known = {job["id"]: job["number"] for job in snapshot["jobs"]}
        self.strangers.clear()
        return [snapshot]

    def refresh(self, user: User) -> list[Message]:
        now = board_numbers(user)
        if now.keys() - self.known.keys():
            return self.open(user)
        behind = [job for job, number in now.items() if number > self.known[job]]
        return [message for job in behind for message in self._missed(user, job)]

    async def event(self, message: dict[str, Any]) -> None:
        """A hint of the channel layer."""
        job, number = message["job"], message["number"]
        if message["batch"] is not None:
            await self._child(message)
            return
        async with self._turn:
            known = self.known.get(job)
            if known is not None and number == known + 1:
                self.known[job] = number
                observe_event(message["event"]["created_at"])
                await self.hear(passed_on(message))
        if known is None:
            await self._met(job)
        elif number > known + 1:
            await self.tell(lambda user: self._missed(user, job))

    async def progress(self, message: dict[str, Any]) -> None:
        """Unnumbered; the latest wins. Of jobs inside the board's batches too."""
        if message["job"] in self.known or message["batch"] in self.known:
            await self.hear(progress_told(message))

    async def _child(self, message: dict[str, Any]) -> None:
        event = message["event"]
        if event["type"] != "job.status" or message["batch"] not in self.known:
            return
        told = {name: message[name] for name in ("batch", "job", "number")}
        state = {"status": event["data"]["status"], "error": event["data"].get("error")}
        await self.hear({"type": "child", **told, **state})

    async def _met(self, job: str) -> None:
        """A job this board does not know: a new one of ours, or none of our business."""
        if job in self.strangers:
            return
        if await database_sync_to_async(self._is_ours)(job):
            await self.tell(self.open)
        if job not in self.known:
            if len(self.strangers) >= STRANGERS:
                self.strangers.clear()
            self.strangers.add(job)

    def _is_ours(self, job: str) -> bool:
        user = person(self.scope)
        return user is not None and belongs(user, job)

    def _missed(self, user: User, job_id: str) -> list[Message]:
        job = Job.objects.visible_to(user).filter(pk=job_id).first()
        if job is None:
            del self.known[job_id]
            return []
        messages, number = catch_up(job, after=self.known[job_id])
        if messages and messages[0]["type"] == "snapshot":
            # On this socket a snapshot is of the whole board.
            return self.open(user)
        self.known[job_id] = number
        return messages
