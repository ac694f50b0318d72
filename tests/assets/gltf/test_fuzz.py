"""Whatever the bytes are, a file is read or refused: no other exception, no runaway memory."""

import copy
import json
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.assets.gltf.gate import judge
from apps.assets.gltf.limits import Limits
from apps.assets.gltf.model import Model
from apps.assets.gltf.read import read_glb
from apps.assets.gltf.write import write_glb
from skyy.api.errors import Problem
from tests.assets.gltf.shapes import TEXTURED, ball, document, glb, sphere

FUZZED = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LIMITS = Limits(max_triangles=5_000, max_vertices=10_000)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A place for files, and a valid one of two primitives with a texture."""
    path = tmp_path_factory.mktemp("fuzz") / "a.glb"
    write_glb(path, Model((sphere(3, 4), sphere(3, 4, material=TEXTURED)), "Two"))
    return path, path.read_bytes()


def read_or_refused(path, data):
    path.write_bytes(data)
    gate = judge(path, limits=LIMITS)
    try:
        model = read_glb(path, limits=LIMITS)
    except Problem:
        # A refusal is the gate's only failure, by its code.
        assert [one.code[:6] for one in gate.failures] == ["model."]
        return
    assert 0 < model.triangles <= LIMITS.max_triangles
    for one in model.primitives:
        assert np.isfinite(one.positions).all()
        assert np.isfinite(one.normals).all()
        assert len(one.positions) == len(one.normals) == len(one.uv)
        assert one.faces.min() >= 0
        assert one.faces.max() < len(one.positions)
    assert gate.facts["triangles"] == model.triangles


@FUZZED
@given(changes=st.lists(st.tuples(st.integers(0), st.binary(min_size=1, max_size=8)), max_size=6))
def test_changed_bytes(file, changes):
    path, valid = file
    data = bytearray(valid)
    for place, new in changes:
        at = place % len(data)
        data[at : at + len(new)] = new
    read_or_refused(path, bytes(data))


@FUZZED
@given(end=st.integers(0), more=st.binary(max_size=40))
def test_cut_and_longer_files(file, end, more):
    path, valid = file
    read_or_refused(path, valid[: end % len(valid)] + more)


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 40),
    st.sampled_from([2**31, 2**32, 2**63, 10**30, -1, 65535, 5121, 5125, 5126, 4, 5, 6]),
    st.floats(),
    st.sampled_from(["", "VEC3", "SCALAR", "KHR_draco", "data:,"]),
    st.lists(st.integers(-2, 9), max_size=17),
    st.just({}),
)


def every_place(of, found):
    """(container, key) of everything in a JSON."""
    items = of.items() if isinstance(of, dict) else enumerate(of)
    for key, value in items:
        found.append((of, key))
        if isinstance(value, dict | list):
            every_place(value, found)
    return found


@FUZZED
@given(changes=st.lists(st.tuples(st.integers(0), JUNK), min_size=1, max_size=4))
def test_changed_descriptions(file, changes):
    path, valid = file
    length = struct.unpack_from("<I", valid, 12)[0]
    described = json.loads(valid[20 : 20 + length])
    for at, value in changes:
        places = every_place(described, [])
        container, key = places[at % len(places)]
        container[key] = copy.deepcopy(value)
    text = json.dumps(described).encode()
    read_or_refused(path, glb(text, valid[20 + length + 8 :]))


@FUZZED
@given(bits=st.lists(st.integers(0, 2**32 - 1), min_size=9, max_size=36))
def test_any_positions(file, bits):
    data = np.array(bits[: len(bits) // 9 * 9], "<u4").view("<f4").reshape(-1, 3)
    read_or_refused(file[0], glb(*document(data)))


def test_a_huge_claim_allocates_nothing(file):
    described, data = document()
    described["accessors"][0] |= {"count": 2_999_999_997}
    del described["accessors"][0]["bufferView"]
    path, _ = file
    path.write_bytes(glb(described, data))
    tracemalloc.start()
    with pytest.raises(Problem):
        read_glb(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


def test_a_model_at_the_limit_is_read(tmp_path):
    write_glb(tmp_path / "a.glb", ball(rings=40, sectors=50))
    exact = ball(rings=40, sectors=50).triangles
    assert read_glb(tmp_path / "a.glb", limits=Limits(max_triangles=exact)).triangles == exact
    with pytest.raises(Problem):
        read_glb(tmp_path / "a.glb", limits=Limits(max_triangles=exact - 1))
