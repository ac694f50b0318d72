"""Where garments and hats open, read from the rim of an upright silhouette."""

from .bottoms import bottoms_openings, skirt_openings
from .hats import hat_openings
from .tops import top_openings

__all__ = ["bottoms_openings", "hat_openings", "skirt_openings", "top_openings"]
