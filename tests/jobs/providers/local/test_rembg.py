"""Background removal by an operator's own model: found, missing, or seeing nothing."""

import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PIL import Image

from apps.jobs.providers.local import rembg
from apps.jobs.providers.local.segmentation import NoProductFound
from skyy.api.errors import Code, Problem

PIXELS = np.full((40, 30, 3), 120, np.uint8)


def installed(monkeypatch: pytest.MonkeyPatch, *, mask: int = 255, broken: bool = False) -> None:
    """Stand in for the package, which brings no model of its own."""
    module: Any = ModuleType("rembg")

    def new_session(name: str) -> str:
        if broken:
            raise FileNotFoundError(f"{name}.onnx")
        return name

    def remove(image: Image.Image, *, session: str, only_mask: bool) -> Image.Image:
        assert only_mask
        return Image.new("L", image.size, mask)

    module.new_session, module.remove = new_session, remove
    monkeypatch.setitem(sys.modules, "rembg", module)
    monkeypatch.setattr(rembg, "_sessions", {})


def test_the_models_mask_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, mask=200)
    assert (rembg.segment_with_model(PIXELS, "u2net").alpha == 200).all()


def test_a_model_that_sees_nothing_says_there_is_no_product(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    installed(monkeypatch, mask=3)
    with pytest.raises(NoProductFound):
        rembg.segment_with_model(PIXELS, "u2net")


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rembg", None)
    monkeypatch.setattr(rembg, "_sessions", {})
    with pytest.raises(Problem, match="pip install") as refusal:
        rembg.segment_with_model(PIXELS, "u2net")
    assert refusal.value.code == Code.PROVIDER_UNAVAILABLE


def test_without_the_models_file_it_says_where_to_put_it(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, broken=True)
    with pytest.raises(Problem, match="U2NET_HOME") as refusal:
        rembg.segment_with_model(PIXELS, "u2net")
    assert refusal.value.code == Code.PROVIDER_UNAVAILABLE
