"""Small outlines and solids for the texture's tests: no other stage is needed."""

import cv2
import numpy as np

from apps.jobs.providers.local.model_3d.outline.result import Construction, Outline
from apps.jobs.providers.local.model_3d.surface.solid import Part, Solid
from apps.jobs.providers.local.model_3d.tiers import Tier

SMALL = Tier(triangles=8_000, texture_px=512, texture_quality=92, smoothing=0)
SHIRT = [(60, 30), (100, 24), (140, 30), (190, 70), (172, 98), (146, 80), (146, 210), (54, 210)]
SHIRT += [(54, 80), (28, 98), (10, 70)]


def silhouette(points=SHIRT, size=(200, 230)):
    """uint8 (H, W) of a polygon; ``size`` is (width, height)."""
    alpha = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillPoly(alpha, [np.asarray(points, np.int32)], 255)
    return alpha


def woven(shape, color, seed=3, grain=4.0):
    """Cloth of one colour with a little grain."""
    noise = np.random.default_rng(seed).normal(0, grain, (*shape, 1))
    return np.clip(np.asarray(color, float) + noise, 0, 255).astype(np.uint8)


def outlined(pixels, alpha, **changes):
    """An outline whose product is 70 cm high."""
    settings = {
        "construction": Construction.GARMENT,
        "openings": (),
        "metres_per_pixel": 0.7 / alpha.shape[0],
        "rotation": 0.0,
        "to_photograph": np.eye(2, 3),
    }
    return Outline(pixels=pixels, alpha=alpha, **(settings | changes))


def dressed(color, ground, points=SHIRT):
    """A garment of one colour on a ground of another."""
    alpha = silhouette(points)
    pixels = np.where(alpha[..., None] > 0, woven(alpha.shape, color), np.asarray(ground))
    return outlined(pixels.astype(np.uint8), alpha)


def inflated(outline, step=4, thickness=9.0):
    """A front and a back that share the silhouette's vertices."""
    mesh = 1.0 * outline.metres_per_pixel
    rows = np.arange(0, outline.alpha.shape[0], step)
    columns = np.arange(0, outline.alpha.shape[1], step)
    inside = outline.alpha[np.ix_(rows, columns)] > 0
    cell = inside[:-1, :-1] & inside[1:, :-1] & inside[:-1, 1:] & inside[1:, 1:]
    cell = cv2.morphologyEx(cell.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    _, label = cv2.connectedComponents(cell, connectivity=4)
    cell = label == 1 + np.argmax(np.bincount(label[label > 0])[1:])
    around = np.pad(cell, 1)
    touching = np.stack([around[:-1, :-1], around[1:, :-1], around[:-1, 1:], around[1:, 1:]])
    used, inner = touching.any(axis=0), touching.all(axis=0)
    depth = cv2.distanceTransform(np.pad(inner, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    height = thickness * np.sqrt(1 - (1 - np.minimum(depth * step / 20, 1)) ** 2) * inner
    places = np.stack(np.broadcast_arrays(columns[None, :], rows[:, None]), axis=2)
    flat = np.dstack([places[..., 0], -places[..., 1]]).astype(float)
    front = np.full(used.shape, -1)
    front[used] = np.arange(used.sum())
    back = front.copy()
    back[inner] = used.sum() + np.arange(inner.sum())
    positions = np.concatenate([np.dstack([flat, height])[used], np.dstack([flat, -height])[inner]])
    plane = np.concatenate([places[used], places[inner]])
    top, left = np.nonzero(cell)
    faces, parts = [], []
    for part, index in ((Part.FRONT, front), (Part.BACK, back)):
        corner = [index[top, left], index[top + 1, left], index[top + 1, left + 1]]
        other = [corner[0], corner[2], index[top, left + 1]]
        both = np.concatenate([np.stack(corner, axis=1), np.stack(other, axis=1)])
        faces.append(both if part is Part.FRONT else both[:, ::-1])
        parts.append(np.full(len(both), part, np.uint8))
    return Solid(
        (positions * mesh).astype(np.float32),
        np.concatenate(faces).astype(np.int32),
        np.concatenate(parts),
        plane.astype(np.float32),
    )


def decoded(made):
    """The texture's pixels, uint8 (side, side, 3)."""
    raw = np.frombuffer(made.primitive.material.texture, np.uint8)
    return cv2.imdecode(raw, cv2.IMREAD_COLOR)[..., ::-1]


WEIGHTS = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.5, 0.5, 0), (0.2, 0.4, 0.4), (1, 1, 1)])
WEIGHTS = WEIGHTS / WEIGHTS.sum(axis=1, keepdims=True)


def sampled(made, faces=None, picture=None):
    """(N, 6, 3): what every triangle shows, at its corners and within."""
    picture = decoded(made) if picture is None else picture
    side = len(picture)
    chosen = made.primitive.faces if faces is None else made.primitive.faces[faces]
    where = np.einsum("wk,fkc->fwc", WEIGHTS, made.primitive.uv[chosen].astype(float)) * side
    at = np.clip(np.floor(where).astype(int), 0, side - 1)
    return picture[at[..., 1], at[..., 0]].astype(int)
