"""The step that makes files of a textured surface."""

import json

import numpy as np
import pytest

from apps.assets.gltf.read import read_glb
from apps.assets.gltf.topology import examine
from apps.jobs.engine.handler import StepRun
from apps.jobs.providers.local.model_3d.packing import pack
from tests.assets.gltf.shapes import sphere
from tests.assets.pictures import jpeg
from tests.gltf_validator import findings

PARAMS = {
    "name": "Marrow tote",
    "sku": "SR-BAG-001",
    "target": "mobile_ar",
    "origin": {"provider": "local", "quality": "standard"},
}


@pytest.fixture
def packed(tmp_path):
    """Run the step on a sphere with a collapsed triangle and an unused vertex."""

    def run(folder="a", *, side=256, **params):
        scratch = tmp_path / folder
        scratch.mkdir()
        one = sphere(20, 30)
        np.savez(
            tmp_path / "surface.npz",
            positions=np.concatenate([one.positions, [[5, 5, 5]]]),
            normals=np.concatenate([one.normals, [[0, 0, 0]]]),
            uv=np.concatenate([one.uv, [[0, 0]]]),
            faces=np.concatenate([[[0, 0, 1]], one.faces]),
        )
        (tmp_path / "texture.jpg").write_bytes(jpeg(side, side))
        return pack(
            StepRun(
                params=PARAMS | params,
                inputs={
                    "texture.surface": tmp_path / "surface.npz",
                    "texture.texture": tmp_path / "texture.jpg",
                },
                results={"texture": {"roughness": 0.7, "metallic": 0.0}},
                scratch=scratch,
                progress=lambda fraction: None,
                checkpoint=lambda: None,
            )
        )

    return run


def test_the_model_is_clean_and_says_where_it_comes_from(packed):
    outcome = packed()
    path = outcome.files["model"].path
    assert findings(path) == []
    model = read_glb(path)
    assert model.extras == {
        "sku": "SR-BAG-001",
        "name": "Marrow tote",
        "origin": {"generator": "Skyy", "provider": "local", "quality": "standard"},
    }
    assert model.name == "Marrow tote"
    assert model.primitives[0].material.roughness == pytest.approx(0.7)
    assert model.primitives[0].material.texture == jpeg(256, 256)
    assert examine(model).watertight
    assert examine(model).upper[0] < 1


def test_the_result_states_what_was_written(packed):
    outcome = packed()
    one, result = sphere(20, 30), outcome.result
    assert json.loads(json.dumps(result)) == result
    assert (result["triangles"], result["vertices"]) == (len(one.faces), len(one.positions))
    assert result["texture_px"] == 256
    assert result["bytes"] == outcome.files["model"].path.stat().st_size
    assert result["draco_bytes"] == outcome.files["draco"].path.stat().st_size < result["bytes"]
    assert result["gate"]["passed"] is True
    assert result["gate"]["target"] == "mobile_ar"


def test_the_compressed_copy_is_the_same_model(packed):
    outcome = packed()
    file = outcome.files["draco"]
    assert (file.media_type, file.storage) == ("model/gltf-binary", "renditions")
    assert examine(read_glb(file.path)).watertight
    assert read_glb(file.path).triangles == outcome.result["triangles"]


def test_the_same_surface_gives_the_same_bytes(packed):
    one, other = packed("a"), packed("b")
    for name in ("model", "draco"):
        assert one.files[name].path.read_bytes() == other.files[name].path.read_bytes()


def test_a_texture_too_large_for_its_target_is_made_smaller(packed):
    outcome = packed(side=800, target="banner")
    assert outcome.result["texture_px"] == 512
    assert outcome.result["gate"]["passed"] is True
