"""A solid for tests: a picture blown up a little, the same on its back."""

import cv2
import numpy as np

from apps.assets.gltf.model import Material, Model, Primitive
from apps.jobs.fidelity.subject import Picture, box_of

CELLS = 96
DEPTH = 0.2


def blown_up(picture: Picture, *, wide: float = 1.0) -> Model:
    """A model whose front shows the picture, half a metre and more tall."""
    left, top, right, bottom = box_of(picture.alpha)
    pixels = picture.pixels[top:bottom, left:right]
    alpha = picture.alpha[top:bottom, left:right].astype(np.float32) / 255
    scale = CELLS / max(alpha.shape)
    columns, rows = round(alpha.shape[1] * scale), round(alpha.shape[0] * scale)
    small = cv2.resize(alpha, (columns, rows), interpolation=cv2.INTER_AREA)
    held = cv2.copyMakeBorder(
        (small >= 0.5).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,)
    )
    height = np.sqrt(cv2.distanceTransform(held, cv2.DIST_L2, 5))
    height = (height / height.max() * DEPTH / 2)[1:-1, 1:-1]
    y, x = np.indices((rows, columns), dtype=np.float32)
    front = np.stack([(x - columns / 2) / CELLS * wide, (rows / 2 - y) / CELLS, height], axis=-1)
    uv = np.stack([(x + 0.5) / columns, (y + 0.5) / rows], axis=-1).reshape(-1, 2)
    inside = held[1:-1, 1:-1] > 0
    whole = inside[:-1, :-1] & inside[1:, :-1] & inside[:-1, 1:] & inside[1:, 1:]
    number = np.arange(rows * columns).reshape(rows, columns)
    a, b = number[:-1, :-1][whole], number[:-1, 1:][whole]
    c, d = number[1:, :-1][whole], number[1:, 1:][whole]
    faces = np.concatenate([np.stack([a, c, b], axis=1), np.stack([b, c, d], axis=1)])
    positions = front.reshape(-1, 3)
    _, texture = cv2.imencode(".png", pixels[..., ::-1])
    facing = np.tile(np.array([0, 0, 1], np.float32), (len(positions), 1))
    return Model(
        (
            Primitive(
                np.concatenate([positions, positions * [1, 1, -1]]).astype(np.float32),
                np.concatenate([facing, -facing]),
                np.concatenate([uv, uv]).astype(np.float32),
                np.concatenate([faces, faces[:, ::-1] + len(positions)]).astype(np.int32),
                Material(texture=texture.tobytes(), texture_media_type="image/png"),
            ),
        )
    )
