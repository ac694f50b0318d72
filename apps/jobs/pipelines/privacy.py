"""Privacy: a copy of a person's data, or their erasure. The work is rows', done where the job
ends; nothing personal passes through steps, files or the cache."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from apps.accounts.privacy import requests
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Step
from skyy.api.errors import Code, Problem


class Privacy:
    """Internal: asked for by the accounts floor, hidden from the pipeline monitor."""

    kind = "privacy"

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """See ``Pipeline.clean``: the id of the request."""
        try:
            return {"request": str(UUID(params["request"]))}
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Problem(Code.REQUEST_INVALID, "This needs the id of a request.") from error

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        """See ``Pipeline.plan``."""
        begin = "apps.jobs.providers.local.beginning:begin@1"
        return [PlannedStep("begin", begin, cacheable=False)]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        """See ``Pipeline.finish``."""
        requests.fulfil(UUID(job.params["request"]))
        return "complete"

    def failed(self, job: Job) -> None:
        """The request says so; it can be made again."""
        requests.give_up(UUID(job.params["request"]))
