"""How much a model from outside may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Checked from what the file declares, before anything is allocated for it.

    Attributes:
        max_bytes: of the file.
        max_json_bytes: of its JSON; a scene of one product needs some kilobytes.
        max_triangles: over all instances of all meshes.
        max_vertices: as ``max_triangles``.
        max_primitives: over all instances of all meshes; each costs time, however small.
        max_nodes: nodes that are walked.
        max_depth: of the tree of nodes.
        max_texture_px: longer side of a texture.
        max_side_m: longest side of the bounding box in metres; more is a mistake of units.
        min_side_m: as ``max_side_m``; less is one too.
    """

    max_bytes: int = 256_000_000
    max_json_bytes: int = 4_000_000
    max_triangles: int = 1_000_000
    max_vertices: int = 3_000_000
    max_primitives: int = 2_000
    max_nodes: int = 10_000
    max_depth: int = 64
    max_texture_px: int = 8192
    max_side_m: float = 20.0
    min_side_m: float = 0.001
