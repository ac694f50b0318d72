"""Small files that ask for much: bounded before the work, not after it."""

import json
import struct

import pytest

from apps.assets.gltf import structure
from apps.assets.gltf.accessors import Accessors
from apps.assets.gltf.draco import write_draco_glb
from apps.assets.gltf.limits import Limits
from apps.assets.gltf.read import read_glb
from apps.assets.gltf.write import write_glb
from skyy.api.errors import Code, Problem
from tests.assets.gltf.shapes import ball, document, glb
from tests.assets.pictures import jpeg

DRACO = "KHR_draco_mesh_compression"


@pytest.fixture
def read(tmp_path):
    def reading(data, **options):
        (tmp_path / "a.glb").write_bytes(data)
        return read_glb(tmp_path / "a.glb", **options)

    return reading


@pytest.fixture
def described(tmp_path):
    """The JSON and data of a ball."""

    def opened(write=write_glb):
        write(tmp_path / "b.glb", ball())
        data = (tmp_path / "b.glb").read_bytes()
        length = struct.unpack_from("<I", data, 12)[0]
        return json.loads(data[20 : 20 + length]), data[20 + length + 8 :]

    return opened


def refused(read, data, **options):
    with pytest.raises(Problem) as caught:
        read(data, **options)
    return caught.value.code


def first(described):
    return described["meshes"][0]["primitives"][0]


def test_parts_count_against_a_limit_over_all_instances(read):
    described, data = document()
    described["meshes"][0]["primitives"] *= 6
    described["nodes"] = [{"mesh": 0}, {"mesh": 0}]
    described["scenes"] = [{"nodes": [0, 1]}]
    assert len(read(glb(described, data)).primitives) == 12
    limits = Limits(max_primitives=11)
    assert refused(read, glb(described, data), limits=limits) == Code.MODEL_TOO_LARGE


def test_parts_without_triangles_cost_nothing(read):
    described, data = document()
    described["accessors"].append({"componentType": 5126, "type": "VEC3", "count": 0})
    described["meshes"][0]["primitives"] += [{"attributes": {"POSITION": 1}}] * 50
    assert read(glb(described, data), limits=Limits(max_primitives=1)).triangles == 1


def test_pictures_that_lie_over_one_another_are_not_copied_again_and_again(read, described):
    content, data = described()
    start = len(data)
    data += jpeg(8, 8) + b"\0" * 10_000
    content["buffers"][0]["byteLength"] = len(data)
    content["images"], content["textures"], content["materials"] = [], [], []
    parts = []
    for number in range(4):
        view = {"buffer": 0, "byteOffset": start, "byteLength": len(data) - start}
        content["bufferViews"].append(view)
        image = {"bufferView": len(content["bufferViews"]) - 1, "mimeType": "image/jpeg"}
        content["images"].append(image)
        content["textures"].append({"source": number})
        shading = {"baseColorTexture": {"index": number}}
        content["materials"].append({"pbrMetallicRoughness": shading})
        parts.append({**first(content), "material": number})
    content["meshes"][0]["primitives"] = parts
    assert refused(read, glb(content, data)) == Code.MODEL_UNREADABLE


def test_a_picture_that_two_images_share_is_read_once(read, described):
    content, data = described()
    content["images"] *= 2
    content["textures"].append({"source": 1})
    content["materials"].append({"pbrMetallicRoughness": {"baseColorTexture": {"index": 1}}})
    content["meshes"][0]["primitives"] = [first(content), {**first(content), "material": 1}]
    one, two = (part.material.texture for part in read(glb(content, data)).primitives)
    assert one is two


def test_draco_that_parts_share_is_decoded_once(read, described, monkeypatch):
    from apps.assets.gltf import draco_reading

    asked = []
    decode = draco_reading.decode
    monkeypatch.setattr(draco_reading, "decode", lambda many: asked.extend(many) or decode(many))
    content, data = described(write_draco_glb)
    content["meshes"][0]["primitives"] *= 3
    assert read(glb(content, data)).triangles == 3 * ball().triangles
    assert len(asked) == 1


def test_draco_attributes_called_like_our_own_are_left_alone(read, described):
    content, data = described(write_draco_glb)
    attributes = first(content)["extensions"][DRACO]["attributes"]
    attributes["faces"] = attributes["TEXCOORD_0"]
    assert read(glb(content, data)).triangles == ball().triangles


@pytest.mark.parametrize("name", ["KHR_materials_\ud800", "X\udfff"])
def test_half_a_surrogate_pair_is_refused_in_words_that_can_be_sent(read, name):
    with pytest.raises(Problem) as caught:
        read(glb(*document(extensionsRequired=[name])))
    assert caught.value.code == Code.MODEL_UNREADABLE
    assert caught.value.message.encode()


def test_texture_coordinates_moved_out_of_all_bounds_are_refused(read, described):
    content, data = described()
    laid = content["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]
    laid["extensions"] = {"KHR_texture_transform": {"scale": [1e30, 1e30]}}
    assert refused(read, glb(content, data)) == Code.MODEL_NOT_FINITE


def test_what_nothing_shows_is_looked_at_within_bounds(tmp_path, monkeypatch):
    described, data = document()
    bounds = {"min": [0, 0, 0], "max": [1, 1, 0]}
    described["accessors"][0] |= bounds
    hidden = {"componentType": 5126, "type": "VEC3", "count": 30} | dict.fromkeys(bounds, [0] * 3)
    described["accessors"] += [hidden] * 50
    parts = [{"attributes": {"POSITION": number}} for number in range(1, 51)]
    described["meshes"].append({"primitives": parts * 20})
    (tmp_path / "a.glb").write_bytes(glb(described, data))
    read = []
    floats = Accessors.floats
    monkeypatch.setattr(
        Accessors, "floats", lambda self, *given: read.append(given) or floats(self, *given)
    )
    assert structure.faults(tmp_path / "a.glb") == []
    assert len(read) == 51
    read.clear()
    limits = Limits(max_vertices=30, max_triangles=10)
    found = structure.faults(tmp_path / "a.glb", limits=limits)
    assert found == ["The file holds far more data than it shows."]
    assert len(read) < 4
