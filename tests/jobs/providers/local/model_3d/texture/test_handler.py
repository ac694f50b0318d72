"""The step: files and numbers in, a texture and a surface out."""

import cv2
import numpy as np

from apps.jobs.engine.handler import StepRun
from apps.jobs.providers.local.model_3d.outline import storage
from apps.jobs.providers.local.model_3d.texture.handler import make_texture
from tests.jobs.providers.local.model_3d.texture.wardrobe import dressed, inflated


def run(folder, *, back=None):
    outline = dressed((185, 40, 30), (30, 160, 40))
    folder.mkdir()
    results = {"reference": storage.save(folder / "outline.png", outline)}
    inflated(outline).save(folder / "solid.npz")
    inputs = {
        "reference.outline": folder / "outline.png",
        "mesh.solid": folder / "solid.npz",
    }
    if back is not None:
        results["back.reference"] = storage.save(folder / "back.png", back)
        inputs["back.reference.outline"] = folder / "back.png"
    scratch = folder / "scratch"
    scratch.mkdir()
    return make_texture(
        StepRun(
            params={"quality": "draft", "category": "shirt", "material": "cotton"},
            inputs=inputs,
            results=results,
            scratch=scratch,
            progress=lambda _: None,
            checkpoint=lambda: None,
        )
    )


def test_the_step_writes_a_texture_and_a_surface(tmp_path):
    outcome = run(tmp_path / "one")

    picture = cv2.imread(str(outcome.files["texture"].path))
    assert picture.shape == (1024, 1024, 3)
    with np.load(outcome.files["surface"].path, allow_pickle=False) as surface:
        assert {name: str(surface[name].dtype) for name in surface.files} == {
            "positions": "float32",
            "normals": "float32",
            "uv": "float32",
            "faces": "int32",
        }
        assert len(surface["positions"]) == len(surface["normals"]) == len(surface["uv"])
        assert surface["faces"].max() < len(surface["positions"])
    assert outcome.result["back"] == "synthesised"
    assert outcome.result["texture_px"] == 1024
    assert outcome.result["metallic"] == 0
    assert 0.3 < outcome.result["seen_share"] < 0.6
    assert outcome.result["warnings"] == []


def test_the_step_uses_a_photograph_of_the_back(tmp_path):
    outcome = run(tmp_path / "one", back=dressed((30, 60, 190), (0, 0, 0)))

    assert outcome.result["back"] == "photograph"


def test_the_step_gives_the_same_files_twice(tmp_path):
    one, two = run(tmp_path / "one"), run(tmp_path / "two")

    for name in ("texture", "surface"):
        assert one.files[name].path.read_bytes() == two.files[name].path.read_bytes()
