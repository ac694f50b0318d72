"""A closed surface in metres for an upright outline."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from skyy.api.errors import Code, Problem

from ..outline.result import Construction, Opening, Outline
from ..tiers import Tier
from .cutting import cut_lattice
from .fairing import make_fair, vertex_normals
from .lattice import lay_lattice
from .mouths import front_dips, round_mouths
from .openings import Mouth, find_mouths
from .rounding import Section, round_off
from .sheets import Shell, line, sew_sheets
from .silhouette import SMALLEST_PIECE, Mask, half_width, measure, solid_pixels
from .solid import Solid
from .triangulation import Triangulation, areas, boundary_edges, compacted, pieces_of

F64 = npt.NDArray[np.float64]

FRAME = 2
FINEST = 2.0
LEAST_PIXELS = 150
LEAST_HALF_WIDTH = 2.5
LEAST_TRIANGLES = 12
CLOTH = 0.004
HELD = 3.0


def build_solid(outline: Outline, *, tier: Tier) -> Solid:
    """Build the closed surface of an outline.

    The solid is upright and in metres: x and z of its bounding box are centred on 0, its lowest
    point lies at y = 0, the photographed side looks along +z. It holds at most
    ``tier.triangles`` triangles; the same outline gives the same solid.

    Raises:
        Problem: ``photo.too_thin`` when nothing is left that has a width.
    """
    inside = solid_pixels(outline.alpha)
    if int(inside.sum()) < LEAST_PIXELS or half_width(inside) < LEAST_HALF_WIDTH:
        raise _too_thin()
    mesh, mouths = _within_budget(inside, outline, tier.triangles)
    shell = _raise(mesh, mouths, outline, tier.smoothing)
    return _as_solid(shell, outline)


def _within_budget(inside: Mask, outline: Outline, most: int) -> tuple[Triangulation, list[Mouth]]:
    """Return the finest triangulation, about, whose surface stays under ``most`` triangles."""
    openings = _framed(outline)
    spacing = _first_spacing(inside, outline, most)
    for attempt in range(16):
        mesh = _triangulate(inside, spacing)
        mouths = find_mouths(mesh, openings, spacing)
        share = _count(mesh, mouths) / most
        if share <= 1.0 and (share > 0.88 or spacing <= FINEST or attempt > 3):
            return mesh, mouths
        # The count falls with a power of the spacing between one (contour) and two (area).
        step = (share / 0.95) ** 0.7
        spacing = max(FINEST, spacing * (max(step, 1.02) if share > 1.0 else step))
    raise _too_thin()


def _too_thin() -> Problem:
    return Problem(
        Code.PHOTO_TOO_THIN,
        "What was found of the product is too thin to give it a surface. Photograph it larger, "
        "or lay it out flat.",
    )


def _framed(outline: Outline) -> list[Opening]:
    """The openings in the pixels of the framed mask."""
    if outline.construction is Construction.RELIEF:
        return []
    return [
        Opening(one.kind, tuple((x + FRAME, y + FRAME) for x, y in one.line))
        for one in outline.openings
    ]


def _first_spacing(inside: Mask, outline: Outline, most: int) -> float:
    """Guess the spacing that spends the budget: the contour's bands and the coarse middle."""
    area = float(inside.sum())
    steps = (inside[:, 1:] != inside[:, :-1]).sum() + (inside[1:] != inside[:-1]).sum()
    length = float(steps) / 1.27
    sheets = 2 if outline.construction is Construction.RELIEF or not outline.openings else 4
    budget = 0.97 * most / sheets
    # budget · s² = A·area + B·length·s, from the lattice's own geometry.
    fine, coarse = 15.0, 0.16
    root = np.sqrt((fine * length) ** 2 + 4 * budget * coarse * area)
    coarsest = np.sqrt(area) / 8
    return max(FINEST, min(coarsest, float((fine * length + root) / (2 * budget))))


def _triangulate(inside: Mask, spacing: float) -> Triangulation:
    silhouette = measure(inside, spacing, smoothing=0.9 + 0.2 * spacing)
    if not 0 < float(silhouette.distance.max()) < inside.size:
        raise _too_thin()
    mesh = cut_lattice(lay_lattice(silhouette, spacing), silhouette, spacing)
    return _without_crumbs(mesh)


def _without_crumbs(mesh: Triangulation) -> Triangulation:
    """Keep the pieces of some size."""
    if len(mesh.triangles) == 0:
        raise _too_thin()
    label = pieces_of(mesh)
    area = np.bincount(label, areas(mesh.points, mesh.triangles))
    count = np.bincount(label)
    kept = (area >= SMALLEST_PIECE * area.sum()) & (count >= LEAST_TRIANGLES)
    if not kept.any():
        raise _too_thin()
    return compacted(Triangulation(mesh.points, mesh.triangles[kept[label]]))


def _count(mesh: Triangulation, mouths: list[Mouth]) -> int:
    if not mouths:
        return 2 * len(mesh.triangles)
    strips = sum(4 * (len(mouth.chain) - 1) for mouth in mouths)
    return 2 * len(mesh.triangles) + 2 * int(_lined(mesh, mouths).sum()) + strips


def _lined(mesh: Triangulation, mouths: list[Mouth]) -> npt.NDArray[np.bool_]:
    """Tell the triangles of the pieces that open somewhere."""
    label = pieces_of(mesh)
    at_mouth = np.zeros(len(mesh.points), np.bool_)
    for mouth in mouths:
        at_mouth[mouth.chain] = True
    opened = np.unique(label[at_mouth[mesh.triangles].any(axis=1)])
    return np.isin(label, opened)


def _raise(mesh: Triangulation, mouths: list[Mouth], outline: Outline, smoothing: int) -> Shell:
    """Give the flat triangulation its depth; still in pixels."""
    extent = float(np.ptp(mesh.points, axis=0).max())
    widest = _half_width(mesh)
    if outline.construction is Construction.RELIEF:
        section = round_off(mesh, [], reach=0.5 * widest)
        shell = sew_sheets(mesh.triangles, section, ahead=1.0, behind=0.5)
        return _faired(shell, section, [], smoothing)
    hat = outline.construction is Construction.HAT
    section = round_off(mesh, mouths, reach=(4.0 if hat else 0.38) * widest)
    depth = round_mouths(section.points, section.depth, mesh.triangles, mouths)
    section = replace(section, depth=depth)
    shell = sew_sheets(mesh.triangles, section, ahead=1.04, behind=0.96 if hat else 0.90)
    shell.places[shell.front, 1] += front_dips(section.points, mouths)
    shell = _faired(shell, section, mouths, smoothing)
    thin = np.minimum(CLOTH * extent, 0.3 * section.radius)
    cloth = np.zeros(len(shell.places))
    cloth[shell.front] = thin
    cloth[shell.back] = thin
    upright = np.array([1.0, -1.0, 1.0])
    normals = vertex_normals(shell.places * upright, shell.faces) * upright
    inner = shell.places - cloth[:, None] * normals
    lined = np.tile(_lined(mesh, mouths), 2)
    return line(shell, inner, lined, mouths)


def _faired(shell: Shell, section: Section, mouths: list[Mouth], smoothing: int) -> Shell:
    weight = np.ones(len(shell.places))
    weight[shell.front[section.sides]] = HELD
    for mouth in mouths:
        weight[shell.front[mouth.chain]] = HELD
        weight[shell.back[mouth.chain]] = HELD
        weight[shell.front[mouth.chain[[0, -1]]]] = 14 * HELD
    places = make_fair(shell.places, shell.faces, weight, wavelength=4.0 * smoothing)
    return replace(shell, places=places)


def _half_width(mesh: Triangulation) -> float:
    """Half the width of the widest part: the greatest distance from the boundary."""
    rim = mesh.points[np.unique(boundary_edges(mesh.triangles))]
    distance, _ = cKDTree(rim).query(mesh.points)
    return float(np.max(distance))


def _as_solid(shell: Shell, outline: Outline) -> Solid:
    places, faces = shell.places, shell.faces
    used = np.zeros(len(places), np.bool_)
    used[faces] = True
    renamed = np.cumsum(used) - 1
    places, faces = places[used], renamed[faces]
    scale = outline.metres_per_pixel
    metres = places * np.array([scale, -scale, scale])
    low, high = metres.min(axis=0), metres.max(axis=0)
    metres -= np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    return Solid(
        positions=metres.astype(np.float32),
        faces=faces.astype(np.int32),
        parts=shell.parts,
        plane=(places[:, :2] - FRAME).astype(np.float32),
    )
