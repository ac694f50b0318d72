"""Files made elsewhere: read as glTF means them, or refused in words."""

import json
import math
import struct

import numpy as np
import pytest

from apps.assets.gltf.draco import write_draco_glb
from apps.assets.gltf.limits import Limits
from apps.assets.gltf.read import read_glb
from apps.assets.gltf.topology import examine
from apps.assets.gltf.write import write_glb
from skyy.api.errors import Code, Problem
from tests.assets.gltf.shapes import TRIANGLE, ball, document, glb
from tests.assets.pictures import jpeg, jpeg_claiming, moving, png_bomb


@pytest.fixture
def read(tmp_path):
    """Read the bytes of a file."""

    def reading(data, **options):
        path = tmp_path / "a.glb"
        path.write_bytes(data)
        return read_glb(path, **options)

    return reading


def refusal(read, data, **options):
    with pytest.raises(Problem) as caught:
        read(data, **options)
    # Every refusal says what is wrong and what to do.
    assert caught.value.message.count(". ") >= 1 or "; " in caught.value.message
    return caught.value


def corners(model):
    """(F, 3, 3): where the triangles are."""
    return np.concatenate([one.positions[one.faces] for one in model.primitives])


# What is read


def test_a_triangle_without_indices_gets_the_normal_of_its_face(read):
    model = read(glb(*document()))
    np.testing.assert_array_equal(corners(model)[0], TRIANGLE)
    np.testing.assert_allclose(model.primitives[0].normals, [[0, 0, 1]] * 3)
    np.testing.assert_array_equal(model.primitives[0].uv, np.zeros((3, 2)))


def test_normals_without_a_length_are_computed(read):
    described, data = document()
    described["accessors"].append({"componentType": 5126, "type": "VEC3", "count": 3})
    primitive_of(described)["attributes"]["NORMAL"] = 1
    model = read(glb(described, data))
    np.testing.assert_allclose(model.primitives[0].normals, [[0, 0, 1]] * 3)


def primitive_of(described):
    return described["meshes"][0]["primitives"][0]


def test_a_strip_becomes_triangles_that_all_face_the_same_way(read):
    square = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 2, 0]]
    described, data = document(square)
    primitive_of(described)["mode"] = 5
    model = read(glb(described, data))
    assert model.triangles == 3
    np.testing.assert_allclose(model.primitives[0].normals[:, 2], 1)


def test_a_fan_becomes_triangles_around_its_first_corner(read):
    ring = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]
    described, data = document(ring)
    primitive_of(described)["mode"] = 6
    model = read(glb(described, data))
    assert model.triangles == 2
    np.testing.assert_allclose(model.primitives[0].normals[:, 2], 1)
    assert examine(model).boundary_edges == 4


def test_lines_and_points_are_left_out(read):
    described, data = document()
    described["meshes"][0]["primitives"].append({"mode": 1, "attributes": {"POSITION": 0}})
    assert read(glb(described, data)).triangles == 1


def test_transforms_are_applied_down_the_tree(read):
    half = math.sqrt(0.5)
    nodes = [
        {"translation": [0, 0, 5], "children": [1]},
        {"rotation": [0, half, 0, half], "scale": [2, 2, 2], "mesh": 0},
    ]
    model = read(glb(*document(nodes=nodes)))
    # A quarter turn about y takes x to −z.
    np.testing.assert_allclose(corners(model)[0], [[0, 0, 5], [0, 0, 3], [0, 2, 5]], atol=1e-6)
    np.testing.assert_allclose(model.primitives[0].normals, [[1, 0, 0]] * 3, atol=1e-6)


def test_a_matrix_stands_column_by_column(read):
    matrix = [2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 7, 0, 0, 1]
    model = read(glb(*document(nodes=[{"matrix": matrix, "mesh": 0}])))
    np.testing.assert_allclose(corners(model)[0], [[7, 0, 0], [9, 0, 0], [7, 1, 0]])


def test_a_mirrored_mesh_keeps_its_outside(read, tmp_path):
    write_glb(tmp_path / "b.glb", ball())
    mirrored = edited(tmp_path / "b.glb", nodes=[{"mesh": 0, "scale": [-1, 1, 1]}])
    model = read(mirrored)
    assert examine(model).volume_m3 == pytest.approx(examine(ball()).volume_m3)
    one = model.primitives[0]
    outwards = (one.normals * one.positions).sum(axis=1)
    assert (outwards > 0).all()


def edited(path, **changes):
    """A written file with members of its JSON replaced."""
    data = path.read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    described = json.loads(data[20 : 20 + length])
    return glb(described | changes, data[20 + length + 8 :])


def test_a_mesh_that_stands_twice_is_read_twice(read):
    nodes = [{"children": [1, 2]}, {"mesh": 0}, {"mesh": 0, "translation": [3, 0, 0]}]
    model = read(glb(*document(nodes=nodes)))
    assert model.triangles == 2
    assert corners(model)[..., 0].max() == 4


def test_a_file_without_a_scene_shows_its_roots(read):
    described, data = document(nodes=[{"children": [1]}, {"mesh": 0, "translation": [1, 0, 0]}])
    del described["scenes"], described["scene"]
    assert corners(read(glb(described, data)))[..., 0].max() == 2


def test_whole_numbers_are_fractions_of_their_range_where_the_file_says_so(read):
    data = np.array([[0, 0, 0, 0], [32767, 0, 0, 0], [0, -32768, 0, 0]], "<i2")
    described, _ = document()
    described["accessors"][0] |= {"componentType": 5122, "normalized": True}
    described["bufferViews"] = [{"buffer": 0, "byteLength": data.nbytes, "byteStride": 8}]
    described["buffers"] = [{"byteLength": data.nbytes}]
    described["extensionsUsed"] = described["extensionsRequired"] = ["KHR_mesh_quantization"]
    model = read(glb(described, data.tobytes()))
    np.testing.assert_allclose(corners(model)[0], [[0, 0, 0], [1, 0, 0], [0, -1, 0]])


def test_sparse_accessors_are_laid_over(read):
    described, data = document()
    data += struct.pack("<H2x3f", 2, 0, 3, 0)
    described["bufferViews"] += [
        {"buffer": 0, "byteOffset": 36, "byteLength": 2},
        {"buffer": 0, "byteOffset": 40, "byteLength": 12},
    ]
    described["buffers"] = [{"byteLength": len(data)}]
    described["accessors"][0]["sparse"] = {
        "count": 1,
        "indices": {"bufferView": 1, "componentType": 5123},
        "values": {"bufferView": 2},
    }
    model = read(glb(described, data))
    np.testing.assert_array_equal(corners(model)[0], [[0, 0, 0], [1, 0, 0], [0, 3, 0]])


def test_a_moved_texture_moves_its_coordinates(read, tmp_path):
    write_glb(tmp_path / "b.glb", ball())
    described = json.loads(
        (tmp_path / "b.glb").read_bytes()[20:].split(b"\0\0BIN\0")[0].rsplit(b"}", 1)[0] + b"}"
    )
    laid = described["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]
    moved = {"offset": [0.5, 0.25], "scale": [2, 1]}
    laid["extensions"] = {"KHR_texture_transform": moved}
    model = read(edited(tmp_path / "b.glb", materials=described["materials"]))
    expected = ball().primitives[0].uv * [2, 1] + [0.5, 0.25]
    np.testing.assert_allclose(model.primitives[0].uv, expected, atol=1e-5)


# What is refused


WHOLE = glb(*document())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.MODEL_UNREADABLE),
        (b"glTF", Code.MODEL_WRONG_LENGTH),
        (b"PK\x03\x04" + WHOLE[4:], Code.MODEL_UNREADABLE),
        (b'{"asset": {"version": "2.0"}}', Code.MODEL_UNSUPPORTED),
        (WHOLE[:4] + struct.pack("<I", 1) + WHOLE[8:], Code.MODEL_UNREADABLE),
        (WHOLE[:-4], Code.MODEL_WRONG_LENGTH),
        (WHOLE + b"more", Code.MODEL_WRONG_LENGTH),
        (WHOLE[:8] + struct.pack("<I", 0xFFFFFFFF) + WHOLE[12:], Code.MODEL_WRONG_LENGTH),
        (WHOLE[:12] + struct.pack("<I", 0xFFFFFFF0) + WHOLE[16:], Code.MODEL_WRONG_LENGTH),
        (glb(b"not json"), Code.MODEL_UNREADABLE),
        (glb(b"\xff\xfe{}"), Code.MODEL_UNREADABLE),
        (glb(b"[" * 100_000), Code.MODEL_UNREADABLE),
        (glb(b'{"a":' * 50_000), Code.MODEL_UNREADABLE),
        (glb([1]), Code.MODEL_UNREADABLE),
        (glb({}), Code.MODEL_UNREADABLE),
        (glb({"asset": {"version": "1.0"}}), Code.MODEL_UNREADABLE),
        (glb({"asset": {"version": "2.0"}}), Code.MODEL_EMPTY),
        (glb(b" " * 4_000_001), Code.MODEL_TOO_LARGE),
    ],
)
def test_a_damaged_container_is_refused(read, data, code):
    assert refusal(read, data).code == code


def changed(**changes):
    described, data = document()
    for path, value in changes.items():
        at = described
        *names, last = path.split("__")
        for name in names:
            at = at[int(name)] if isinstance(at, list) else at[name]
        if isinstance(at, list):
            at[int(last)] = value
        else:
            at[last] = value
    return glb(described, data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (changed(buffers__0__byteLength=1000), Code.MODEL_WRONG_LENGTH),
        (changed(bufferViews__0__byteLength=1000), Code.MODEL_WRONG_LENGTH),
        (changed(bufferViews__0__byteOffset=4), Code.MODEL_WRONG_LENGTH),
        (changed(bufferViews__0__byteOffset=2**63), Code.MODEL_UNREADABLE),
        (changed(bufferViews__0__byteOffset=-1), Code.MODEL_UNREADABLE),
        (changed(bufferViews__0__byteStride=4), Code.MODEL_UNREADABLE),
        (changed(bufferViews__0__buffer=1), Code.MODEL_UNREADABLE),
        (changed(accessors__0__count=4), Code.MODEL_WRONG_LENGTH),
        (changed(accessors__0__count=2**39), Code.MODEL_TOO_LARGE),
        (changed(accessors__0__count=10**400), Code.MODEL_UNREADABLE),
        (changed(accessors__0__count=True), Code.MODEL_UNREADABLE),
        (changed(accessors__0__count=2.5), Code.MODEL_UNREADABLE),
        (changed(accessors__0__componentType=1), Code.MODEL_UNREADABLE),
        (changed(accessors__0__type="MAT4"), Code.MODEL_UNREADABLE),
        (changed(accessors__0__type=["VEC3"]), Code.MODEL_UNREADABLE),
        (changed(accessors__0__byteOffset=1), Code.MODEL_WRONG_LENGTH),
        (changed(accessors=[None]), Code.MODEL_UNREADABLE),
        (changed(accessors={"0": 1}), Code.MODEL_UNREADABLE),
        (changed(meshes__0__primitives__0__attributes__POSITION=7), Code.MODEL_UNREADABLE),
        (changed(meshes__0__primitives__0__indices=0), Code.MODEL_UNREADABLE),
        (changed(meshes__0__primitives__0__mode="x"), Code.MODEL_UNREADABLE),
        (changed(meshes__0__primitives__0__mode=0), Code.MODEL_EMPTY),
        (changed(meshes__0__primitives=[]), Code.MODEL_EMPTY),
        (changed(meshes__0__weights=[0.5]), Code.MODEL_UNSUPPORTED),
        (changed(nodes__0__mesh=4), Code.MODEL_UNREADABLE),
        (changed(nodes__0__children=[0]), Code.MODEL_UNREADABLE),
        (changed(nodes__0__children=[-1]), Code.MODEL_UNREADABLE),
        (changed(nodes__0__skin=0), Code.MODEL_UNSUPPORTED),
        (changed(nodes__0__matrix=[1] * 15), Code.MODEL_UNREADABLE),
        (changed(nodes__0__matrix=[0] * 16), Code.MODEL_EMPTY),
        (changed(nodes__0__rotation=[0, 0, 0, 0]), Code.MODEL_UNREADABLE),
        (changed(nodes__0__scale=[1e29, 1, 1]), Code.MODEL_NOT_FINITE),
        (changed(nodes__0__scale=["1", 1, 1]), Code.MODEL_UNREADABLE),
        (changed(nodes__0__translation=[10**400, 1, 1]), Code.MODEL_NOT_FINITE),
        (changed(buffers__0__uri="https://example.com/a.bin"), Code.MODEL_REMOTE),
        (changed(buffers__0__uri="file:///etc/passwd"), Code.MODEL_REMOTE),
        (changed(buffers__0__uri="data:,AAAA"), Code.MODEL_REMOTE),
        (changed(images=[{"uri": "wool.jpg"}]), Code.MODEL_REMOTE),
        (changed(images=[{"uri": "data:image/png;base64,AAAA"}]), Code.MODEL_REMOTE),
        (changed(extensionsRequired=["EXT_meshopt_compression"]), Code.MODEL_UNSUPPORTED),
        (changed(extensionsRequired=["KHR_texture_basisu"]), Code.MODEL_UNSUPPORTED),
        (changed(extensionsRequired=["ACME_secret"]), Code.MODEL_UNSUPPORTED),
        (changed(scene=3), Code.MODEL_UNREADABLE),
        (changed(scenes=[{"nodes": [0, 0]}]), Code.MODEL_UNREADABLE),
    ],
)
def test_a_damaged_description_is_refused(read, data, code):
    assert refusal(read, data).code == code


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_numbers_that_are_none_are_refused(read, value):
    positions = TRIANGLE.copy()
    positions[1, 2] = value
    assert refusal(read, glb(*document(positions))).code == Code.MODEL_NOT_FINITE


def test_a_million_triangles_are_refused_before_anything_is_read(read, monkeypatch):
    monkeypatch.setattr(np, "ndarray", None)
    monkeypatch.setattr(np, "zeros", None)
    refused = refusal(read, changed(accessors__0__count=3_000_003))
    assert refused.code == Code.MODEL_TOO_LARGE
    assert "1,000,001" in refused.message or "3,000,003" in refused.message


@pytest.mark.parametrize("name", ["NORMAL", "TEXCOORD_0"])
def test_no_accessor_may_claim_more_than_the_limit(read, name):
    described, data = document()
    kind = "VEC3" if name == "NORMAL" else "VEC2"
    described["accessors"].append({"componentType": 5126, "type": kind, "count": 2**35})
    primitive_of(described)["attributes"][name] = 1
    assert refusal(read, glb(described, data)).code == Code.MODEL_TOO_LARGE


def test_instances_count_against_the_limit(read):
    nodes = [{"children": list(range(1, 101))}, *({"mesh": 0} for _ in range(100))]
    data = glb(*document(nodes=nodes))
    assert read(data).triangles == 100
    assert refusal(read, data, limits=Limits(max_triangles=99)).code == Code.MODEL_TOO_LARGE


def test_a_node_shared_by_two_parents_does_not_multiply(read):
    nodes = [{"children": [n + 1, n + 1]} for n in range(30)] + [{"mesh": 0}]
    assert refusal(read, glb(*document(nodes=nodes))).code == Code.MODEL_UNREADABLE


def test_a_deep_tree_is_refused(read):
    nodes = [{"children": [n + 1]} for n in range(200)] + [{"mesh": 0}]
    assert refusal(read, glb(*document(nodes=nodes))).code == Code.MODEL_UNREADABLE


@pytest.mark.parametrize(
    ("scale", "words"), [(60, "centimetres"), (1800, "millimetres"), (1e-4, "scaled down")]
)
def test_other_units_are_recognised(read, scale, words):
    refused = refusal(read, glb(*document(TRIANGLE * scale)))
    assert refused.code == Code.MODEL_WRONG_UNITS
    assert words in refused.message


def test_a_mesh_in_one_point_is_empty(read):
    assert refusal(read, glb(*document(TRIANGLE * 0 + 1))).code == Code.MODEL_EMPTY


def textured(picture, **image):
    described, data = document()
    data += b"\0" * 4 + picture
    described["bufferViews"].append({"buffer": 0, "byteOffset": 40, "byteLength": len(picture)})
    described["buffers"] = [{"byteLength": len(data)}]
    described |= {
        "images": [{"bufferView": 1, "mimeType": "image/png"} | image],
        "textures": [{"source": 0}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
    }
    primitive_of(described)["material"] = 0
    return glb(described, data)


def test_a_texture_is_told_by_its_bytes(read):
    material = read(textured(jpeg())).primitives[0].material
    assert (material.texture, material.texture_media_type) == (jpeg(), "image/jpeg")


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"no picture at all", Code.MODEL_UNREADABLE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Code.MODEL_UNREADABLE),
        (jpeg()[:500], Code.MODEL_UNREADABLE),
        (moving("GIF"), Code.MODEL_UNREADABLE),
        (png_bomb(), Code.MODEL_TOO_LARGE),
        (jpeg_claiming(9000, 10), Code.MODEL_TOO_LARGE),
    ],
)
def test_a_bad_texture_is_refused(read, picture, code):
    assert refusal(read, textured(picture)).code == code


def test_a_texture_nobody_can_decode_is_unsupported(read):
    described, data = document(
        images=[{"bufferView": 0}],
        textures=[{"extensions": {"KHR_texture_basisu": {"source": 0}}}],
        materials=[{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
    )
    primitive_of(described)["material"] = 0
    assert refusal(read, glb(described, data)).code == Code.MODEL_UNSUPPORTED


# Draco


def test_damaged_draco_is_refused(read, tmp_path):
    write_draco_glb(tmp_path / "b.glb", ball())
    data = bytearray((tmp_path / "b.glb").read_bytes())
    at = data.index(b"DRACO") + 20
    data[at : at + 40] = b"\xff" * 40
    assert refusal(read, bytes(data)).code == Code.MODEL_UNREADABLE


def test_draco_that_holds_more_than_it_says_is_refused(read, tmp_path):
    write_draco_glb(tmp_path / "b.glb", ball())
    data = (tmp_path / "b.glb").read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    described = json.loads(data[20 : 20 + length])
    indices = described["meshes"][0]["primitives"][0]["indices"]
    described["accessors"][indices]["count"] = 3
    changed = glb(described, data[20 + length + 8 :])
    assert refusal(read, changed).code == Code.MODEL_UNREADABLE
