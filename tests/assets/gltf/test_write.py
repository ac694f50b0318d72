"""Written files are what the Khronos validator wants, the same every time, and read back alike."""

from dataclasses import replace

import numpy as np
import pytest

from apps.assets.gltf.draco import write_draco_glb
from apps.assets.gltf.model import Material, Model
from apps.assets.gltf.read import read_glb
from apps.assets.gltf.topology import examine
from apps.assets.gltf.write import write_glb
from tests.assets.gltf.shapes import TEXTURED, ball, sphere
from tests.assets.pictures import encoded, frames, png
from tests.gltf_validator import findings


def several() -> Model:
    """Three primitives: two share a picture, one has none and is glass."""
    other = replace(TEXTURED, name="shiny", roughness=0.1, metallic=1.0, double_sided=True)
    glass = Material("glass", base_color=(0.2, 0.3, 0.4, 0.5))
    parts = (sphere(), sphere(radius=0.1, material=other), sphere(radius=0.05, material=glass))
    return Model(parts, "Three")


def at_the_edge_of_16_bits() -> Model:
    """65,536 vertices: the largest index is the number that restarts strips."""
    one = sphere()
    spare = np.zeros((65536 - len(one.positions), 3), np.float32)
    moved = replace(
        one,
        positions=np.concatenate([spare, one.positions]),
        normals=np.concatenate([spare + np.float32([0, 1, 0]), one.normals]),
        uv=np.concatenate([spare[:, :2], one.uv]),
        faces=one.faces + np.int32(len(spare)),
    )
    assert moved.faces.max() == 65535
    return Model((moved,))


def large() -> Model:
    """More vertices than 16 bits count."""
    return ball(rings=256, sectors=260)


@pytest.mark.parametrize(
    "model",
    [ball(), several(), large(), at_the_edge_of_16_bits()],
    ids=["ball", "several", "large", "edge"],
)
def test_the_khronos_validator_has_nothing_to_say(tmp_path, model):
    write_glb(tmp_path / "a.glb", model)
    assert findings(tmp_path / "a.glb") == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_are_valid_too(tmp_path, kind):
    data = png(128, 128) if kind == "PNG" else encoded(frames(1)[0].resize((128, 128)), "WEBP")
    material = replace(TEXTURED, texture=data, texture_media_type=f"image/{kind.lower()}")
    write_glb(tmp_path / "a.glb", ball(material=material))
    assert findings(tmp_path / "a.glb") == []
    read = read_glb(tmp_path / "a.glb").primitives[0].material
    assert (read.texture, read.texture_media_type) == (data, f"image/{kind.lower()}")


@pytest.mark.parametrize("model", [ball(), several(), large()], ids=["ball", "several", "large"])
def test_the_validator_finds_no_fault_in_compressed_files(tmp_path, model):
    write_draco_glb(tmp_path / "a.glb", model)
    found = findings(tmp_path / "a.glb")
    # It says that it does not look into Draco; nothing else.
    assert {one.severity for one in found} <= {"information"}
    assert {one.code for one in found} == {"UNSUPPORTED_EXTENSION", "UNUSED_OBJECT"}
    unused = [one.pointer for one in found if one.code == "UNUSED_OBJECT"]
    assert all(pointer.startswith("/bufferViews/") for pointer in unused)
    assert len(unused) == len(model.primitives)


@pytest.mark.parametrize("write", [write_glb, write_draco_glb])
def test_the_same_model_gives_the_same_bytes(tmp_path, write):
    write(tmp_path / "a.glb", several())
    write(tmp_path / "b.glb", several())
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()


def test_a_written_model_reads_back_as_it_was(tmp_path):
    model = several()
    write_glb(tmp_path / "a.glb", replace(model, extras={"sku": "SR-1", "sizes": (1, 2)}))
    read = read_glb(tmp_path / "a.glb")
    assert read.name == "Three"
    assert read.extras == {"sku": "SR-1", "sizes": [1, 2]}
    for one, other in zip(model.primitives, read.primitives, strict=True):
        assert one.material == other.material
        np.testing.assert_array_equal(one.faces, other.faces)
        np.testing.assert_array_equal(one.positions, other.positions)
        np.testing.assert_allclose(one.normals, other.normals, atol=1e-6)
        if one.material.texture:
            np.testing.assert_allclose(one.uv, other.uv, atol=1e-5)


def test_compression_moves_nothing_that_can_be_seen(tmp_path):
    model = ball(rings=60, sectors=80)
    write_draco_glb(tmp_path / "a.glb", model)
    read = read_glb(tmp_path / "a.glb")
    before, after = examine(model), examine(read)
    assert after.watertight
    assert (after.triangles, after.components) == (before.triangles, 1)
    radius = np.linalg.norm(read.primitives[0].positions, axis=1)
    np.testing.assert_allclose(radius, 0.2, atol=0.4 / 2**13)
    assert read.extras == model.extras
    assert after.volume_m3 == pytest.approx(before.volume_m3, rel=1e-3)


def test_compression_is_worth_it(tmp_path):
    bare = ball(rings=60, sectors=80, material=Material())
    write_glb(tmp_path / "a.glb", bare)
    write_draco_glb(tmp_path / "b.glb", bare)
    assert (tmp_path / "b.glb").stat().st_size < (tmp_path / "a.glb").stat().st_size / 5


@pytest.mark.parametrize("write", [write_glb, write_draco_glb])
def test_a_model_without_triangles_is_not_written(tmp_path, write):
    with pytest.raises(ValueError, match="without triangles"):
        write(tmp_path / "a.glb", Model(()))
    assert not (tmp_path / "a.glb").exists()


def test_compression_keeps_small_parts_of_large_models(tmp_path):
    coat, bead = sphere(radius=0.4), sphere(6, 8, radius=0.0001)
    one = replace(
        coat,
        positions=np.concatenate([coat.positions, bead.positions]),
        normals=np.concatenate([coat.normals, bead.normals]),
        uv=np.concatenate([coat.uv, bead.uv]),
        faces=np.concatenate([coat.faces, bead.faces + np.int32(len(coat.positions))]),
    )
    write_draco_glb(tmp_path / "a.glb", Model((one,), "With a bead"))
    after = examine(read_glb(tmp_path / "a.glb"))
    assert after.watertight
    assert (after.components, after.degenerate_faces) == (2, 0)
