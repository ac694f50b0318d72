"""Files a provider made, copied into our storage at once: addresses at providers expire."""

import re
import tempfile
from pathlib import Path
from typing import Any

from apps.jobs.engine.outputs import Outputs, keep

from .base import Progress, RemoteProvider

NAME = re.compile(r"[a-z0-9_]{1,60}")
MOST_FILES = 32
KNOWN = re.compile(
    r"(image/(png|jpeg|webp|avif|tiff)|video/mp4|audio/(mpeg|wav|ogg)|model/gltf-binary)"
)
"""Types that are kept; anything else is kept as bytes of no type, which no browser opens."""


def fetch(prefix: str, provider: RemoteProvider, progress: Progress) -> Outputs:
    """Copy what was made under keys that begin with ``prefix``; no database is touched.

    Raises:
        Refusal: as ``RemoteProvider.fetch``.
        Problem: ``storage.failed``; nothing is left behind.
    """
    with tempfile.TemporaryDirectory(prefix="skyy-outputs-") as folder:
        files: dict[str, Any] = {}
        named = {name: url for name, url in progress.outputs.items() if NAME.fullmatch(name)}
        for number, (name, address) in enumerate(sorted(named.items())[:MOST_FILES]):
            target = Path(folder) / str(number)
            kind = provider.fetch(address, target)
            files[name] = {
                "path": str(target),
                "media_type": kind if KNOWN.fullmatch(kind) else "application/octet-stream",
                "storage": "originals",
            }
        said = {"files": files, "reuse": {}, "result": dict(progress.result)}
        return keep(said, scratch=Path(folder), files={}, prefix=prefix)
