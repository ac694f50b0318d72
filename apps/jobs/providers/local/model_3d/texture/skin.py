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
from .lining import inside_cloth
from .result import PHOTOGRAPH, SYNTHESISED, Textured
from .rim import unroll
from .shading import even_light
from .surface_measures import shading_normals
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
    behind: UInt8Array | None = None
    source: Literal["photograph", "synthesised"] = SYNTHESISED
    if back is not None:
        aligned = align_back(front, outline.alpha, back)
        if aligned is None or aligned[1] < GOOD_OVERLAP:
            warnings.append("back_outline_differs")
        if aligned is not None:
            behind, source = aligned[0], PHOTOGRAPH
    if behind is None:
        behind, more = synthesise_back(
            front,
            outline.alpha,
            outline.openings,
            flat=outline.construction is Construction.RELIEF,
        )
        warnings.extend(more)
    atlas = lay_out(solid, outline.metres_per_pixel, tier.texture_px)
    picture = _paint(atlas, solid, outline, [front, behind, inside_cloth(behind)])
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


def _paint(atlas: Atlas, solid: Solid, outline: Outline, sheets: list[UInt8Array]) -> UInt8Array:
    cloth = unroll(solid, outline.alpha, outline.metres_per_pixel)
    shrink = min(1.0, atlas.density)
    if shrink < 1:
        height, width = outline.alpha.shape
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        sheets = [
            np.asarray(cv2.resize(one, size, interpolation=cv2.INTER_AREA), np.uint8)
            for one in sheets
        ]
    # Sheets stand in the order of ``Part``.
    return paint(atlas, sheets, solid.parts.astype(np.int32), cloth, shrink)


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
