"""A texture within its target's limit."""

import io

import cv2
import numpy as np

from apps.assets.imaging.decode import inspect_picture
from apps.assets.imaging.limits import ANY_SIZE
from apps.assets.specifications import fitted

_QUALITY = 88


def fitted_jpeg(data: bytes, side: int) -> bytes:
    """The JPEG as it is where its longer side has at most ``side`` pixels, else a smaller one."""
    info = inspect_picture(io.BytesIO(data), limits=ANY_SIZE)
    if max(info.width, info.height) <= side:
        return data
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    size = fitted(info.width, info.height, side)
    smaller = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _done, encoded = cv2.imencode(".jpg", smaller, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return encoded.tobytes()
