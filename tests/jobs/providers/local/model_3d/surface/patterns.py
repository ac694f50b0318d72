"""Outlines to build solids of, and what a solid is examined for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from apps.jobs.providers.local.model_3d.outline.result import (
    Construction,
    Opening,
    OpeningKind,
    Outline,
)
from apps.jobs.providers.local.model_3d.surface.solid import Solid

Line = Sequence[tuple[float, float]]


def outline(
    alpha: np.ndarray,
    *openings: Opening,
    construction: Construction = Construction.GARMENT,
    metres_per_pixel: float = 0.002,
) -> Outline:
    return Outline(
        pixels=np.full((*alpha.shape, 3), 128, np.uint8),
        alpha=alpha,
        construction=construction,
        openings=openings,
        metres_per_pixel=metres_per_pixel,
        rotation=0.0,
        to_photograph=np.eye(3)[:2],
    )


def drawn(*polygons: Line, size: tuple[int, int] = (400, 400), soft: float = 1.0) -> np.ndarray:
    """The alpha of polygons on nothing; (height, width)."""
    mask = np.zeros(size, np.uint8)
    for polygon in polygons:
        cv2.fillPoly(mask, [np.round(np.array(polygon)).astype(np.int32)], 255)
    return cv2.GaussianBlur(mask, (0, 0), soft) if soft else mask


T_SHIRT: Line = (
    (150, 60), (170, 66), (200, 70), (230, 66), (250, 60),
    (340, 100), (360, 180), (310, 190), (295, 150), (290, 350),
    (110, 350), (105, 150), (90, 190), (40, 180), (60, 100),
)  # fmt: skip

NECK = Opening(OpeningKind.NECK, tuple(T_SHIRT[:5]))
HEM = Opening(OpeningKind.HEM, ((290, 350), (110, 350)))
RIGHT_CUFF = Opening(OpeningKind.CUFF, ((360, 180), (310, 190)))
LEFT_CUFF = Opening(OpeningKind.CUFF, ((90, 190), (40, 180)))


def t_shirt(**changes: object) -> Outline:
    return outline(drawn(T_SHIRT), NECK, HEM, RIGHT_CUFF, LEFT_CUFF, **changes)


def cap() -> Outline:
    """A crown, narrower at the brow, and a bill that hangs below it."""
    turn = np.linspace(np.pi, 2 * np.pi, 30)
    crown = [(200 + 120 * np.cos(a), 180 + 130 * np.sin(a)) for a in turn]
    bill = [(305, 205), (315, 270), (280, 330), (200, 345), (120, 330), (85, 270), (95, 205)]
    head = Opening(OpeningKind.HEAD, ((300, 305), (200, 345), (100, 305)))
    return outline(drawn([*crown, *bill]), head, construction=Construction.HAT)


@dataclass(frozen=True)
class Examined:
    """Faults of a surface, each 0 or False for a sound one."""

    repeated_edges: int
    open_edges: int
    flat_faces: int
    repeated_places: int
    unused_vertices: int
    infinite: bool


SOUND = Examined(0, 0, 0, 0, 0, infinite=False)


def examine(solid: Solid) -> Examined:
    faces = solid.faces.astype(np.int64)
    count = len(solid.positions)
    starts, stops = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    there, back = starts * count + stops, stops * count + starts
    return Examined(
        repeated_edges=len(there) - len(np.unique(there)),
        open_edges=int((~np.isin(there, back)).sum()),
        flat_faces=int((face_areas(solid) <= 0).sum()),
        repeated_places=count - len(np.unique(solid.positions, axis=0)),
        unused_vertices=count - len(np.unique(faces)),
        infinite=not np.isfinite(solid.positions).all(),
    )


def face_normals(solid: Solid) -> np.ndarray:
    """Twice the area long, in float32 as a reader of the file would have them."""
    corners = solid.positions[solid.faces]
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def face_areas(solid: Solid) -> np.ndarray:
    return np.linalg.norm(face_normals(solid), axis=1) / 2


def volume(solid: Solid, faces: np.ndarray | None = None) -> float:
    corners = solid.positions[solid.faces if faces is None else faces].astype(np.float64)
    return float((corners[:, 0] * np.cross(corners[:, 1], corners[:, 2])).sum() / 6)


def pieces(solid: Solid) -> list[np.ndarray]:
    """The faces of each connected piece."""
    label = np.arange(len(solid.positions))
    while True:
        lowest = label[solid.faces].min(axis=1)
        again = label.copy()
        for corner in range(3):
            np.minimum.at(again, solid.faces[:, corner], lowest)
        again = again[again]
        if (again == label).all():
            break
        label = again
    of_face = label[solid.faces[:, 0]]
    return [solid.faces[of_face == one] for one in np.unique(of_face)]


def covered(solid: Solid, alpha: np.ndarray, parts: Iterable[int] = (0, 1)) -> float:
    """Intersection over union of the solid seen from the front and the outline's alpha."""
    scale = 4
    height, width = alpha.shape
    seen = np.zeros((height * scale, width * scale), np.uint8)
    corners = np.round(((solid.plane + 0.5) * scale - 0.5) * 16).astype(np.int32)
    for face in solid.faces[np.isin(solid.parts, list(parts))]:
        cv2.fillConvexPoly(seen, corners[face], 1, cv2.LINE_8, 4)
    wanted = cv2.resize(alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR) >= 128
    return float((wanted & (seen > 0)).sum() / (wanted | (seen > 0)).sum())
