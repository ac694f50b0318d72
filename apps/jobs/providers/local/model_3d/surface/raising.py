"""The flat triangulation raised to a surface with a front, a back and a lining."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from ..outline.result import Construction
from .bill import bill_depth
from .fairing import make_fair, vertex_normals
from .flat import Flat
from .mouths import front_dips, round_mouths
from .openings import Mouth
from .rounding import Section, extend, round_off
from .sheets import Sheets, Shell, line, sew_sheets
from .triangulation import Triangulation, boundary_edges

F64 = npt.NDArray[np.float64]

CLOTH = 0.004
HELD = 3.0
WAVELENGTH = 4.0


@dataclass(frozen=True)
class Build:
    """Attributes:
    reach: of the depth, as a multiple of half the widest part's width.
    ahead: depth of the front as a multiple of a round tube's; ``behind`` that of the back.
    """

    reach: float
    ahead: float
    behind: float


# A reach of 0.38 makes the widest tube half as deep as wide; 4 a round one.
BUILDS = {
    Construction.GARMENT: Build(0.38, 1.04, 0.90),
    Construction.HAT: Build(4.0, 1.02, 0.96),
    Construction.RELIEF: Build(0.5, 1.0, 0.5),
}


def raise_shell(flat: Flat, construction: Construction, smoothing: int) -> Shell:
    """Give the flat triangulation its depth, in its own unit; closed.

    Args:
        smoothing: the tier's rounds; each takes out longer waves of the surface.
    """
    mesh, mouths = flat.mesh, flat.mouths
    build = BUILDS[construction]
    section = _section(flat, build.reach * _half_width(mesh, mouths))
    ahead, behind = build.ahead * section.depth, -build.behind * section.depth
    if not flat.backed.all():
        bill = np.ones(len(mesh.points), np.bool_)
        bill[mesh.triangles[flat.backed]] = False
        brow = mouths[0].behind
        ahead[bill] = bill_depth(section.points[bill], section.points[brow], ahead[brow])
    sheets = Sheets(
        section.points,
        ahead,
        behind,
        section.sides,
        mesh.triangles,
        mesh.triangles[flat.backed],
    )
    shell = sew_sheets(sheets)
    if construction is Construction.GARMENT:
        shell.places[shell.front, 1] += front_dips(section.points, mouths)
    shell = _faired(shell, section, mouths, smoothing)
    return _lined(shell, section, flat) if mouths else shell


def _section(flat: Flat, reach: float) -> Section:
    mesh, mouths = flat.mesh, flat.mouths
    if flat.backed.all():
        section = round_off(mesh, mouths, reach=reach)
        depth = round_mouths(section.points, section.depth, mesh.triangles, mouths)
        return replace(section, depth=depth)
    # A cap: the crown is a tube that opens at the brow; the bill goes along in the plane.
    used = np.unique(mesh.triangles[flat.backed])
    renamed = np.full(len(mesh.points), -1, np.int64)
    renamed[used] = np.arange(len(used))
    brow = renamed[mouths[0].behind]
    crown = Triangulation(mesh.points[used], renamed[mesh.triangles[flat.backed]])
    opened = [Mouth(mouths[0].kind, brow, brow)]
    section = round_off(crown, opened, reach=reach)
    depth = round_mouths(section.points, section.depth, crown.triangles, opened)
    return extend(replace(section, depth=depth), mesh, used)


def _faired(shell: Shell, section: Section, mouths: list[Mouth], smoothing: int) -> Shell:
    """Take the wobble out; the outline's sides and openings are held more than the rest."""
    weight = np.ones(len(shell.places))
    weight[shell.front[section.sides]] = HELD
    for mouth in mouths:
        weight[shell.front[mouth.chain]] = HELD
        weight[shell.back[mouth.behind]] = HELD
        weight[shell.front[mouth.chain[[0, -1]]]] = 14 * HELD
    places = make_fair(shell.places, shell.faces, weight, wavelength=WAVELENGTH * smoothing)
    return replace(shell, places=places)


def _lined(shell: Shell, section: Section, flat: Flat) -> Shell:
    extent = float(np.ptp(section.points, axis=0).max())
    thin = np.minimum(CLOTH * extent, 0.3 * section.radius)
    cloth = np.zeros(len(shell.places))
    cloth[shell.front] = thin
    cloth[shell.back] = thin
    upright = np.array([1.0, -1.0, 1.0])
    normals = vertex_normals(shell.places * upright, shell.faces) * upright
    inner = shell.places - cloth[:, None] * normals
    lined = flat.lined
    return line(shell, inner, np.concatenate([lined, lined[flat.backed]]), flat.mouths)


def _half_width(mesh: Triangulation, mouths: list[Mouth]) -> float:
    """Half the width of the widest part: the greatest distance from the sides."""
    side = np.zeros(len(mesh.points), np.bool_)
    side[boundary_edges(mesh.triangles)] = True
    for mouth in mouths:
        side[mouth.chain[1:-1]] = False
    distance, _ = cKDTree(mesh.points[side]).query(mesh.points)
    return float(np.max(distance))
