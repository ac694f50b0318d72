"""The mesh gate: whether a model may be published at a target, and every reason why not."""

from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from apps.assets.imaging.decode import inspect_picture
from apps.assets.imaging.limits import ANY_SIZE
from skyy.api.errors import Problem

from .limits import Limits
from .model import Model
from .read import read_glb
from .structure import faults
from .targets import DEFAULT_TARGET, TARGETS, Target
from .topology import Topology, examine


@dataclass(frozen=True)
class Failure:
    """``code``: a ``model.*`` code of ``skyy.api.errors`` where the file cannot be read, else
    ``gate.*``; ``message``: a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True)
class Gate:
    """A verdict. ``facts`` are the figures it rests on; empty where the file cannot be read."""

    passed: bool
    target: str
    failures: tuple[Failure, ...]
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """{passed, target, failures: [{code, message}], facts}"""
        failures = [asdict(one) for one in self.failures]
        return {
            "passed": self.passed,
            "target": self.target,
            "failures": failures,
            "facts": self.facts,
        }


def judge(path: Path, target: str = DEFAULT_TARGET, *, limits: Limits | None = None) -> Gate:
    """Judge a file. Never raises for what is in the file: that is a failure of the gate.

    Args:
        path: the GLB.
        target: a name of ``TARGETS``.
        limits: for reading; ``Limits()`` when ``None``.

    Raises:
        KeyError: for a target that there is not.
    """
    aimed = TARGETS[target]
    try:
        model = read_glb(path, limits=limits)
        broken = faults(path, limits=limits)
    except Problem as problem:
        return Gate(False, target, (Failure(problem.code.value, problem.message),), {})
    return judge_read(model, broken, path.stat().st_size, aimed)


def judge_read(model: Model, broken: list[str], size: int, target: Target) -> Gate:
    """Judge a model that was read before.

    Args:
        broken: what ``structure.faults`` found.
        size: of the file, in bytes.
    """
    surface = examine(model)
    facts = facts_of(model, surface, size)
    failures = [
        *(Failure("gate.structure", fault) for fault in broken),
        *_of_surface(surface),
        *_over_budget(facts, target),
    ]
    return Gate(not failures, target.name, tuple(failures), facts)


def facts_of(model: Model, surface: Topology, size: int) -> dict[str, Any]:
    """The figures of a model, as JSON. Lengths in metres, ``bytes`` of the file."""
    return {
        "bytes": size,
        "triangles": model.triangles,
        "vertices": model.vertices,
        "texture_px": texture_px(model),
        "size_m": [round(side, 4) for side in surface.size_m],
        "watertight": surface.watertight,
        "boundary_edges": surface.boundary_edges,
        "non_manifold_edges": surface.non_manifold_edges + surface.turned_edges,
        "degenerate_faces": surface.degenerate_faces,
        "components": surface.components,
        "volume_l": round(surface.volume_m3 * 1000, 4),
    }


def texture_px(model: Model) -> int:
    """Longer side of the largest texture in pixels, 0 without one."""
    pictures = {one.material.texture for one in model.primitives} - {None}
    sides = [0]
    for picture in pictures:
        assert picture is not None
        info = inspect_picture(BytesIO(picture), limits=ANY_SIZE)
        sides.append(max(info.width, info.height))
    return max(sides)


def _of_surface(surface: Topology) -> list[Failure]:
    found: list[Failure] = []
    if not surface.watertight:
        open_edges = surface.boundary_edges
        others = surface.non_manifold_edges + surface.turned_edges
        found.append(
            Failure(
                "gate.not_watertight",
                f"The surface is not closed: {open_edges:,} edges have a triangle on one side "
                f"only, and {others:,} join triangles that do not fit together.",
            )
        )
    elif surface.volume_m3 < 0:
        found.append(
            Failure("gate.inside_out", "The surface is inside out: its triangles face inwards.")
        )
    if surface.degenerate_faces:
        found.append(
            Failure(
                "gate.degenerate_faces",
                f"{surface.degenerate_faces:,} triangles have no area.",
            )
        )
    return found


def _over_budget(facts: dict[str, Any], target: Target) -> list[Failure]:
    found: list[Failure] = []
    if facts["triangles"] > target.max_triangles:
        found.append(
            Failure(
                "gate.too_many_triangles",
                f"{facts['triangles']:,} triangles; {target.max_triangles:,} are the most.",
            )
        )
    if facts["texture_px"] > target.max_texture_px:
        found.append(
            Failure(
                "gate.texture_too_large",
                f"A texture has {facts['texture_px']:,} pixels on a side; "
                f"{target.max_texture_px:,} are the most.",
            )
        )
    if facts["bytes"] > target.max_bytes:
        found.append(
            Failure(
                "gate.file_too_large",
                f"The file has {facts['bytes'] / 1e6:.1f} MB; "
                f"{target.max_bytes / 1e6:.1f} MB are the most.",
            )
        )
    return found
