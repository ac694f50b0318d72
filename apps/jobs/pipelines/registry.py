"""Every kind of job by its name."""

from apps.jobs.engine.plan import Pipeline
from skyy.api.errors import Code, Problem

from .fetch import Fetch
from .packshot import Packshot
from .privacy import Privacy
from .product_model import ProductModel
from .renditions import Renditions

PIPELINES: dict[str, Pipeline] = {
    pipeline.kind: pipeline
    for pipeline in (Packshot(), ProductModel(), Privacy(), Renditions(), Fetch())
}


def get(kind: str) -> Pipeline:
    """Return the pipeline of a kind of job.

    Raises:
        Problem: ``pipeline.unknown``.
    """
    try:
        return PIPELINES[kind]
    except KeyError:
        raise Problem(Code.PIPELINE_UNKNOWN, f"There is no kind of job called “{kind}”.") from None
