"""Numbers out of the binary part: buffer views and accessors (glTF 2.0, section 3.6)."""

from typing import Any

import numpy as np
import numpy.typing as npt

from . import refusals
from .document import count, entry, index, member, members

Array = npt.NDArray[Any]

_TYPES = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_COMPONENTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}
_INTEGERS = frozenset({5121, 5123, 5125})


def as_floats(raw: Array, *, normalised: bool, what: str) -> npt.NDArray[np.float32]:
    """Stored numbers as float32; ``what`` is their name in a refusal.

    Raises:
        Problem: ``model.not_finite``.
    """
    if raw.dtype.kind != "f":
        values = raw.astype(np.float64)
        if normalised:
            values = np.maximum(values / np.iinfo(raw.dtype).max, -1.0)
        return values.astype(np.float32)
    # Beyond this, squares overflow in float32.
    if not (np.abs(raw) < 1e18).all():
        raise refusals.not_finite(what)
    return raw.astype(np.float32)


class Accessors:
    """Reads accessors of one file.

    Args:
        document: the JSON.
        binary: the binary chunk.
        most: elements an accessor may have.
    """

    def __init__(self, document: dict[str, Any], binary: memoryview, most: int) -> None:
        self._document = document
        self._binary = self._checked(binary)
        self._most = most
        self._taken: dict[int, bytes] = {}

    def view(self, number: int) -> memoryview:
        """The bytes of a buffer view."""
        view = entry(self._document, "bufferViews", number)
        if "EXT_meshopt_compression" in member(view, "extensions") or count(view, "buffer") != 0:
            raise refusals.unreadable(f"Buffer view {number} lies in a buffer that is not there")
        start, length = count(view, "byteOffset", 0), count(view, "byteLength")
        if start + length > len(self._binary):
            raise refusals.wrong_length(f"Buffer view {number} reaches beyond the file's data")
        return self._binary[start : start + length]

    def whole(self, number: int) -> bytes:
        """A copy of the bytes of a buffer view, made once.

        Views that lie over one another could ask for many times the file's size in copies.
        """
        if number not in self._taken:
            data = self.view(number)
            if sum(map(len, self._taken.values())) + len(data) > len(self._binary):
                raise refusals.unreadable("Pictures or compressed meshes lie over one another")
            self._taken[number] = bytes(data)
        return self._taken[number]

    def length(self, number: int) -> int:
        """How many elements an accessor has, checked against the limit."""
        found = count(entry(self._document, "accessors", number), "count")
        if found > self._most:
            raise refusals.too_large("elements in one accessor", found, self._most)
        return found

    def normalised(self, number: int) -> bool:
        """Whether whole numbers stand for fractions of their range."""
        return entry(self._document, "accessors", number).get("normalized") is True

    def integers(self, number: int) -> npt.NDArray[np.int64]:
        """Indices: (N,), as they are stored."""
        accessor = entry(self._document, "accessors", number)
        if count(accessor, "componentType") not in _INTEGERS:
            raise refusals.unreadable("Indices are stored as something else than whole numbers")
        return self._read(number, accessor, "SCALAR")[:, 0].astype(np.int64)

    def floats(self, number: int, kind: str, what: str) -> npt.NDArray[np.float32]:
        """(N, components) of float32; whole numbers are normalised where the file says so.

        Args:
            kind: ``VEC2`` or ``VEC3``.
            what: their name in a refusal.
        """
        accessor = entry(self._document, "accessors", number)
        raw = self._read(number, accessor, kind)
        return as_floats(raw, normalised=self.normalised(number), what=what)

    def _checked(self, binary: memoryview) -> memoryview:
        buffers = members(self._document, "buffers")
        for number in range(min(len(buffers), 16)):
            if entry(self._document, "buffers", number).get("uri") is not None:
                raise refusals.remote("The model's data lies outside of the file")
        if not buffers:
            return memoryview(b"")
        length = count(buffers[0], "byteLength")
        if length > len(binary):
            raise refusals.wrong_length(
                f"The file's data should have {length:,} bytes, but it has {len(binary):,}"
            )
        return binary[:length]

    def _read(self, number: int, accessor: dict[str, Any], kind: str) -> Array:
        if accessor.get("type") != kind:
            raise refusals.unreadable(f"Accessor {number} is not of the kind {kind}")
        component = count(accessor, "componentType")
        if component not in _TYPES:
            raise refusals.unreadable(f"Accessor {number} holds numbers of an unknown kind")
        length, width = self.length(number), _COMPONENTS[kind]
        dtype = np.dtype(_TYPES[component])
        view = index(accessor, "bufferView")
        if view is None:
            values: Array = np.zeros((length, width), dtype)
        else:
            values = self._elements(view, count(accessor, "byteOffset", 0), length, width, dtype)
        sparse = member(accessor, "sparse")
        return self._with_sparse(values, sparse) if sparse else values

    def _elements(
        self, view: int, offset: int, length: int, width: int, dtype: "np.dtype[Any]"
    ) -> Array:
        data = self.view(view)
        size = width * dtype.itemsize
        stride = count(entry(self._document, "bufferViews", view), "byteStride", size)
        if not size <= stride <= 252:
            raise refusals.unreadable(f"The elements of buffer view {view} overlap")
        if length and offset + stride * (length - 1) + size > len(data):
            raise refusals.wrong_length(f"An accessor reaches beyond buffer view {view}")
        if not length:
            return np.zeros((0, width), dtype)
        return np.ndarray((length, width), dtype, data, offset, (stride, dtype.itemsize))

    def _with_sparse(self, values: Array, sparse: dict[str, Any]) -> Array:
        """Overlay single elements (glTF 2.0, section 3.6.2.3)."""
        changed = count(sparse, "count")
        if not 0 < changed <= len(values):
            raise refusals.unreadable("A sparse accessor changes more elements than it has")
        places, others = member(sparse, "indices"), member(sparse, "values")
        if count(places, "componentType") not in _INTEGERS:
            raise refusals.unreadable("A sparse accessor's indices are no whole numbers")
        at = self._elements(
            count(places, "bufferView"),
            count(places, "byteOffset", 0),
            changed,
            1,
            np.dtype(_TYPES[count(places, "componentType")]),
        )[:, 0].astype(np.int64)
        if at.max() >= len(values):
            raise refusals.unreadable("A sparse accessor changes an element that is not there")
        laid = values.copy()
        laid[at] = self._elements(
            count(others, "bufferView"),
            count(others, "byteOffset", 0),
            changed,
            values.shape[1],
            values.dtype,
        )
        return laid
