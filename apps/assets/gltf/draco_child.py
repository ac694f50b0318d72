"""Decodes Draco in a process of its own: a damaged or hostile file can end this process, fill its
memory or keep it busy, and the studio goes on.

Reads from stdin a line of JSON, [{"bytes", "faces", "vertices", "attributes": {name: id}}], then
the compressed meshes; writes an npz of ``<number>.faces`` and ``<number>.<name>``.
"""

import io
import json
import sys
from typing import Any

import DracoPy  # type: ignore[import-not-found]  # it has no stubs
import numpy as np
import numpy.typing as npt

MEMORY_BYTES = 2_000_000_000
SECONDS = 30


def main() -> int:
    """Exit status 0, or 2 where a mesh is not what was said of it."""
    _limit()
    meshes = json.loads(sys.stdin.buffer.readline())
    found: dict[str, npt.NDArray[Any]] = {}
    for number, mesh in enumerate(meshes):
        decoded = DracoPy.decode(sys.stdin.buffer.read(mesh["bytes"]))
        faces = np.asarray(getattr(decoded, "faces", np.zeros((0, 3))))
        by_id = {attribute["unique_id"]: attribute["data"] for attribute in decoded.attributes}
        found[f"{number}.faces"] = faces.astype(np.int64)
        found |= {f"{number}.{name}": by_id[key] for name, key in mesh["attributes"].items()}
        if len(faces) != mesh["faces"] or len(decoded.points) != mesh["vertices"]:
            return 2
    kept = io.BytesIO()
    np.savez(kept, allow_pickle=False, **found)
    sys.stdout.buffer.write(kept.getvalue())
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: the caller's time limit holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
