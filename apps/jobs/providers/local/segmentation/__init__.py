"""Background removal without weights: classical segmentation, matting and edge decontamination."""

from .extraction import segment
from .foreground import clean_foreground
from .result import NoProductFound, Segmentation

__all__ = ["NoProductFound", "Segmentation", "clean_foreground", "segment"]
