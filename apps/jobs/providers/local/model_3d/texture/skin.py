"""A solid given its texture."""

from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from apps.assets.gltf.model import Material, Primitive

from ..outline.result import Construction, Outline
from ..surface.solid import Part, Solid
from ..tiers import Tier
from .atlas import Atlas, lay_out
from .back_cloth import synthesise_back
from .back_photograph import GOOD_OVERLAP, align_back
from .baking import paint
from .bleeding import bleed_outwards
from .finish import roughness_and_metallic
from .layers import Layer, lay
from .lining import inside_cloth
from .relief_back import quiet_back
from .result import PHOTOGRAPH, SYNTHESISED, Textured
from .shading import even_light
from .surface_measures import shading_normals
from .turned_back import turn_about
from .visibility import seen_share

UInt8Array = npt.NDArray[np.uint8]
# Bytes of a texture: a model for a telephone must stay under 3 MB with its geometry.
MOST_BYTES = 1_300_000
LEAST_QUALITY = 60


def texture_solid(
    solid: Solid,
    outline: Outline,
    *,
    tier: Tier,
    category: str,
    material: str = "",
    back: Outline | None = None,
) -> Textured:
    """Lay the photograph on the solid, and cloth wherever it does not reach.

    Args:
        solid: the surface built from ``outline``.
        category: a value of the catalogue's ``Category``.
        material: the product's own words for what it is made of; may be empty.
        back: the outline of a photograph of the back, not mirrored.
    """
    warnings: list[str] = []
    pixels, gains = even_light(outline.pixels, outline.alpha)
    front = bleed_outwards(pixels, outline.alpha)
    behind, more = _photographed(front, outline, back)
    warnings.extend(more)
    source: Literal["photograph", "synthesised"] = PHOTOGRAPH
    clean, regular = front, True
    if behind is None:
        source = SYNTHESISED
        if outline.construction is Construction.RELIEF:
            clean = behind = quiet_back(front, outline.alpha)
        else:
            cloth = synthesise_back(front, outline.alpha, outline.openings)
            warnings.extend(cloth.warnings)
            clean, regular = cloth.pixels, cloth.regular
            turned = None if regular else turn_about(clean, outline)
            behind = clean if turned is None else turned
    atlas = lay_out(solid, outline.metres_per_pixel, tier.texture_px)
    layers = lay(
        solid,
        outline.alpha,
        outline.metres_per_pixel,
        back_seen=source == PHOTOGRAPH,
        regular=regular,
    )
    # In the order of ``Part``, then ``CLEAN``.
    picture = _paint(atlas, layers, [front, behind, inside_cloth(behind), clean])
    roughness, metallic = roughness_and_metallic(
        outline.pixels, outline.alpha, category=category, material=material
    )
    skin = Material(
        name=category or "material",
        texture=encode_texture(picture, tier.texture_quality),
        roughness=roughness,
        metallic=metallic,
    )
    return Textured(
        primitive=_split(solid, atlas, skin),
        seen_share=round(seen_share(solid, with_back=source == PHOTOGRAPH), 4),
        back=source,
        texture_px=tier.texture_px,
        shading=gains,
        warnings=tuple(warnings),
    )


def encode_texture(picture: UInt8Array, quality: int) -> bytes:
    """JPEG, 4:2:0, at ``quality`` or the highest below it that stays under ``MOST_BYTES``."""
    while True:
        settings = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        done, encoded = cv2.imencode(".jpg", np.ascontiguousarray(picture[..., ::-1]), settings)
        if not done:
            raise OSError("the texture could not be encoded")
        if len(encoded) <= MOST_BYTES or quality <= LEAST_QUALITY:
            return encoded.tobytes()
        quality -= 4


def _photographed(
    front: UInt8Array, outline: Outline, back: Outline | None
) -> tuple[UInt8Array | None, list[str]]:
    """The back's photograph as seen through the front, None without a fitting one; warnings."""
    if back is None:
        return None, []
    aligned = align_back(front, outline.alpha, back)
    warnings = []
    if aligned is None or aligned[1] < GOOD_OVERLAP:
        warnings.append("back_outline_differs")
    return (None if aligned is None else aligned[0]), warnings


def _paint(atlas: Atlas, layers: list[Layer], sheets: list[UInt8Array]) -> UInt8Array:
    shrink = min(1.0, atlas.density)
    if shrink < 1:
        height, width = sheets[0].shape[:2]
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        sheets = [
            np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA), np.uint8)
            for one in sheets
        ]
    return paint(atlas, sheets, layers, shrink)


def _split(solid: Solid, atlas: Atlas, material: Material) -> Primitive:
    """Vertices once for every chart they belong to; positions copied bit for bit."""
    faces = solid.faces
    chart = np.repeat(atlas.charts.of_face, 3).astype(np.int64)
    key = faces.reshape(-1).astype(np.int64) * atlas.charts.count + chart
    _, first, corner = np.unique(key, return_index=True, return_inverse=True)
    normals = shading_normals(solid.positions, faces, solid.parts == Part.LINING)
    uv = np.clip(atlas.texel / atlas.side, 0.0, 1.0).astype(np.float32)
    return Primitive(
        positions=np.ascontiguousarray(solid.positions[faces.reshape(-1)[first]]),
        normals=np.ascontiguousarray(normals.reshape(-1, 3)[first]),
        uv=np.ascontiguousarray(uv.reshape(-1, 2)[first]),
        faces=corner.reshape(-1, 3).astype(np.int32),
        material=material,
    )
