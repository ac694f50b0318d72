"""Every kind of job by its name."""

from apps.jobs.engine.plan import Pipeline
from skyy.api.errors import Code, Problem

PIPELINES: dict[str, Pipeline] = {}


def get(kind: str) -> Pipeline:
    """Return the pipeline of a kind of job.

    Raises:
        Problem: ``pipeline.unknown``.
    """
    try:
        return PIPELINES[kind]
    except KeyError:
        raise Problem(Code.PIPELINE_UNKNOWN, f"There is no kind of job called “{kind}”.") from None
