"""Materials and their textures out of a file: looked at, never believed, never decoded."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from apps.assets.imaging.decode import inspect_picture
from apps.assets.imaging.limits import Limits as PictureLimits
from skyy.api.errors import Code, Problem

from . import refusals
from .accessors import Accessors
from .document import count, entry, index, member, number, numbers, text
from .limits import Limits
from .model import Material

_KINDS = {"image/jpeg", "image/png", "image/webp"}
_MOST_PIXELS = 67_108_864


@dataclass(frozen=True)
class Surface:
    """A material and how its texture is laid on: which set of coordinates, and the 2 × 3 matrix
    of KHR_texture_transform."""

    material: Material
    uv_set: int = 0
    uv_matrix: npt.NDArray[np.float64] | None = None


class Materials:
    """Reads the materials of one file; each texture is looked at once."""

    def __init__(self, document: dict[str, Any], accessors: Accessors, limits: Limits) -> None:
        self._document = document
        self._accessors = accessors
        self._limits = limits
        self._images: dict[int, tuple[bytes, str]] = {}
        self._surfaces: dict[int | None, Surface] = {}

    def of(self, primitive: dict[str, Any]) -> Surface:
        """The material of a primitive, glTF's default where it has none."""
        at = index(primitive, "material")
        if at not in self._surfaces:
            self._surfaces[at] = self._surface(at)
        return self._surfaces[at]

    def _surface(self, at: int | None) -> Surface:
        if at is None:
            return Surface(Material(roughness=1.0, metallic=1.0))
        given = entry(self._document, "materials", at)
        shading = member(given, "pbrMetallicRoughness")
        red, green, blue, alpha = (
            min(1.0, max(0.0, one)) for one in numbers(shading, "baseColorFactor", (1, 1, 1, 1))
        )
        laid = member(shading, "baseColorTexture")
        picture = self._texture(laid) if laid else None
        material = Material(
            name=text(given, "name", f"material {at}"),
            base_color=(red, green, blue, alpha),
            texture=picture[0] if picture else None,
            texture_media_type=picture[1] if picture else "image/jpeg",
            roughness=min(1.0, max(0.0, number(shading, "roughnessFactor", 1.0))),
            metallic=min(1.0, max(0.0, number(shading, "metallicFactor", 1.0))),
            double_sided=given.get("doubleSided") is True,
        )
        moved = member(member(laid, "extensions"), "KHR_texture_transform")
        uv_set = count(moved, "texCoord", count(laid, "texCoord", 0))
        return Surface(material, uv_set, _uv_matrix(moved) if moved else None)

    def _texture(self, laid: dict[str, Any]) -> tuple[bytes, str] | None:
        texture = entry(self._document, "textures", count(laid, "index"))
        extensions = member(texture, "extensions")
        source = index(texture, "source")
        webp = member(extensions, "EXT_texture_webp")
        if webp:
            source = count(webp, "source")
        if source is None:
            if extensions:
                raise refusals.unsupported(
                    f"has textures of the kind {', '.join(sorted(extensions))[:100]}",
                    "Export it with JPEG, PNG or WebP textures.",
                )
            return None
        if source not in self._images:
            self._images[source] = self._image(source)
        return self._images[source]

    def _image(self, source: int) -> tuple[bytes, str]:
        image = entry(self._document, "images", source)
        if image.get("uri") is not None:
            raise refusals.remote("A texture of the model lies outside of the file")
        data = self._accessors.whole(count(image, "bufferView"))
        most = self._limits.max_texture_px
        limits = PictureLimits(max_pixels=_MOST_PIXELS, max_side=most, min_side=1)
        try:
            info = inspect_picture(io.BytesIO(data), limits=limits)
        except Problem as problem:
            if problem.code == Code.PHOTO_TOO_MANY_PIXELS:
                raise Problem(
                    Code.MODEL_TOO_LARGE,
                    f"A texture of the model is too large: at most {most} pixels on a side are "
                    "taken. Export it with smaller textures.",
                ) from problem
            raise refusals.unreadable(f"Texture {source} of the model is damaged") from problem
        if info.media_type not in _KINDS:
            raise refusals.unsupported(
                f"has a texture of the kind {info.media_type}",
                "Export it with JPEG, PNG or WebP textures.",
            )
        return data, info.media_type


def _uv_matrix(moved: dict[str, Any]) -> npt.NDArray[np.float64]:
    """Translation · rotation · scale, as KHR_texture_transform defines them."""
    (right, down), (wide, high) = numbers(moved, "offset", (0, 0)), numbers(moved, "scale", (1, 1))
    angle = number(moved, "rotation", 0.0)
    sine, cosine = np.sin(angle), np.cos(angle)
    return np.array([[cosine * wide, sine * high, right], [-sine * wide, cosine * high, down]])
