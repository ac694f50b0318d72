"""The mesh gate says yes or no, and why."""

import json
from dataclasses import replace

import numpy as np
import pytest

from apps.assets.gltf.gate import judge
from apps.assets.gltf.model import Material
from apps.assets.gltf.targets import TARGETS
from apps.assets.gltf.write import write_glb
from tests.assets.gltf.shapes import TEXTURED, ball, document, glb, with_faces
from tests.assets.pictures import jpeg


@pytest.fixture
def written(tmp_path):
    def write(model):
        path = tmp_path / "a.glb"
        write_glb(path, model)
        return path

    return write


def codes(gate):
    return [one.code for one in gate.failures]


def test_the_targets_are_those_of_the_specification():
    figures = {
        name: (one.max_bytes, one.max_triangles, one.max_texture_px)
        for name, one in TARGETS.items()
    }
    assert figures == {
        "mobile_ar": (3_000_000, 150_000, 2048),
        "desktop": (3_000_000, 250_000, 2048),
        "banner": (500_000, 30_000, 512),
        "planner": (1_000_000, 40_000, 1024),
    }


@pytest.mark.parametrize("target", TARGETS)
def test_a_clean_small_model_passes_everywhere(written, target):
    gate = judge(written(ball()), target)
    assert gate.passed
    assert gate.target == target
    assert json.loads(json.dumps(gate.as_json())) == gate.as_json()
    assert gate.facts["triangles"] == ball().triangles
    assert gate.facts["texture_px"] == 256
    assert gate.facts["size_m"] == [0.4, 0.4, 0.4]
    assert gate.facts["watertight"] is True


def test_each_budget_has_its_own_failure(written):
    material = replace(TEXTURED, texture=jpeg(1100, 1100))
    path = written(ball(rings=100, sectors=210, material=material))
    assert judge(path, "mobile_ar").passed
    assert codes(judge(path, "planner")) == ["gate.too_many_triangles", "gate.texture_too_large"]
    assert codes(judge(path, "banner")) == [
        "gate.too_many_triangles",
        "gate.texture_too_large",
        "gate.file_too_large",
    ]


def test_an_open_surface_fails_with_words(written):
    gate = judge(written(with_faces(ball(), ball().primitives[0].faces[1:])))
    assert not gate.passed
    assert codes(gate) == ["gate.not_watertight"]
    assert "3 edges" in gate.failures[0].message


def test_a_surface_inside_out_fails(written):
    turned = with_faces(ball(), ball().primitives[0].faces[:, ::-1])
    assert codes(judge(written(turned))) == ["gate.inside_out"]


def test_triangles_without_area_fail(written):
    faces = np.concatenate([ball().primitives[0].faces, [[0, 0, 1]]])
    assert codes(judge(written(with_faces(ball(), faces)))) == ["gate.degenerate_faces"]


def test_a_file_that_cannot_be_read_fails_and_nothing_is_raised(tmp_path):
    path = tmp_path / "a.glb"
    path.write_bytes(b"glTF and no more")
    gate = judge(path)
    assert not gate.passed
    assert codes(gate)[0].startswith("model.")
    assert gate.facts == {}


def test_what_the_validator_would_call_an_error_fails(tmp_path):
    path = tmp_path / "a.glb"
    path.write_bytes(glb(*document()))
    gate = judge(path)
    assert "gate.structure" in codes(gate)
    assert any("bounds" in one.message for one in gate.failures)


def test_wrong_bounds_and_long_normals_are_structure(tmp_path):
    described, data = document()
    described["accessors"][0] |= {"min": [0, 0, 0], "max": [1, 1, 1]}
    described["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = 0
    path = tmp_path / "a.glb"
    path.write_bytes(glb(described, data))
    messages = [one.message for one in judge(path).failures if one.code == "gate.structure"]
    assert len(messages) == 2
    assert "bounds" in messages[0]
    assert "length 1" in messages[1]


def test_bounds_of_any_kind_are_survived(tmp_path):
    described, data = document()
    described["accessors"][0] |= {"min": [10**400, 0, 0], "max": "high"}
    path = tmp_path / "a.glb"
    path.write_bytes(glb(described, data))
    assert "gate.structure" in codes(judge(path))


def test_a_model_without_a_texture_has_none(written):
    assert judge(written(ball(material=Material()))).facts["texture_px"] == 0
