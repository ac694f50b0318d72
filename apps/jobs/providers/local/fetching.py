"""Fetches a file from an address and says what it is; both in the child, where nothing is lost."""

from apps.assets.content.examining import examine
from apps.assets.imaging.limits import Limits
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun
from skyy.outside import Rules, fetch


def fetch_file(run: StepRun) -> Outcome:
    """Params: ``url``, ``role``, ``max_pixels``, ``rules`` (of ``skyy.outside.Rules``).

    Raises:
        Problem: as ``skyy.outside.fetch`` and ``examine``.
    """
    target = run.scratch / "original"
    rules = Rules(**run.params["rules"])
    came_from = fetch(run.params["url"], target, rules, progress=run.progress)
    run.checkpoint()
    limits = Limits(max_pixels=run.params["max_pixels"])
    found = examine(target, role=run.params["role"], limits=limits)
    said = {
        "kind": found.kind,
        "media_type": found.media_type,
        "width": found.width,
        "height": found.height,
        "facts": found.facts,
        # Without its query, which may be a secret.
        "address": str(came_from.copy_with(query=None, fragment=None)),
    }
    return Outcome(said, {"original": OutputFile(target, found.media_type)})
