"""Files in a bucket are fetched while they are read, and no more of them than is wanted."""

import io
import tempfile

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st
from urllib3.exceptions import ProtocolError

object_storage = pytest.importorskip("skyy.object_storage")

CONTENT = bytes(range(256)) * 40


class Body(io.BytesIO):
    """What S3 sends; breaks off after some bytes where told to."""

    def __init__(self, content: bytes, breaks_after: int | None) -> None:
        super().__init__(content)
        self.breaks_after = breaks_after

    def read(self, count: int | None = -1) -> bytes:
        if self.breaks_after is None:
            return super().read(count)
        if self.tell() >= self.breaks_after:
            raise ProtocolError("the line was cut")
        return super().read(self.breaks_after - self.tell())


class Bucket:
    """boto3's client, of one object; notes what was asked for."""

    def __init__(self, content: bytes = CONTENT, breaks: tuple[int, ...] = ()) -> None:
        self.content = content
        self.breaks = list(breaks)
        self.ranges: list[str | None] = []

    def get_object(self, **asked: str) -> dict:
        wanted = asked.get("Range")
        self.ranges.append(wanted)
        if asked["Key"] != "a":
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        first, last = 0, len(self.content) - 1
        said = {}
        if wanted is not None:
            begin, _, end = wanted.removeprefix("bytes=").partition("-")
            first, last = int(begin), min(last, int(end)) if end else last
            said = {"ContentRange": f"bytes {first}-{last}/{len(self.content)}"}
        part = self.content[first : last + 1]
        body = Body(part, self.breaks.pop(0) if self.breaks else None)
        return {"Body": body, "ContentLength": len(part)} | said


def reader(bucket: Bucket, start: int = 0, end: int | None = None, key: str = "a"):
    return object_storage.ObjectReader(bucket, "photographs", key, start, end)


@given(st.data())
def test_it_reads_and_seeks_as_a_file_does(data):
    bucket = Bucket()
    ours, theirs = io.BufferedReader(reader(bucket), 300), io.BytesIO(CONTENT)
    for _ in range(data.draw(st.integers(1, 8))):
        if data.draw(st.booleans()):
            position = data.draw(st.integers(0, len(CONTENT) + 5))
            assert ours.seek(position) == theirs.seek(position)
        else:
            count = data.draw(st.integers(0, 3000))
            assert ours.read(count) == theirs.read(count)
    assert ours.tell() == theirs.tell()
    assert ours.seek(-7, io.SEEK_END) == theirs.seek(-7, io.SEEK_END)
    assert ours.read() == theirs.read()


def test_of_a_part_only_the_part_is_asked_for():
    bucket = Bucket()
    with io.BufferedReader(reader(bucket, 100, 300)) as file:
        assert file.read(200) == CONTENT[100:300]
        assert file.read(1) == b""
    assert bucket.ranges == ["bytes=100-299"]


def test_a_line_that_was_cut_is_taken_up_where_it_broke():
    bucket = Bucket(breaks=(512,))
    with io.BufferedReader(reader(bucket, 0, len(CONTENT)), 256) as file:
        assert file.read(len(CONTENT)) == CONTENT
    assert bucket.ranges == [f"bytes=0-{len(CONTENT) - 1}", f"bytes=512-{len(CONTENT) - 1}"]


def test_a_line_that_is_cut_again_at_once_is_an_error():
    with pytest.raises(OSError, match="cut"):
        reader(Bucket(breaks=(0, 0))).read(10)


def test_bytes_that_were_not_asked_for_are_refused():
    class Careless(Bucket):
        def get_object(self, **asked) -> dict:
            del asked["Range"]
            return super().get_object(**asked)

    with pytest.raises(OSError, match="other bytes"):
        reader(Careless(), 100, 200)


def test_what_is_not_there_is_missing_when_it_is_opened():
    with pytest.raises(FileNotFoundError):
        reader(Bucket(), key="b")


def test_an_empty_object_is_empty():
    assert reader(Bucket(b"")).read() == b""


def test_reading_a_file_writes_none(monkeypatch):
    def refused(*_args, **_more):
        raise AssertionError("a copy of the whole file")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", refused)
    storage = object_storage.ObjectStorage(
        bucket_name="photographs", access_key="a", secret_key="b"
    )
    bucket = Bucket()
    monkeypatch.setattr(storage, "_reader", lambda name, start, end: reader(bucket, start, end))
    with storage.open("a") as file:
        assert file.read() == CONTENT
    assert storage.open_span("a", 5, 9).read() == CONTENT[5:9]
    assert bucket.ranges == [None, "bytes=5-8"]


def test_threads_share_one_client():
    import threading

    storage = object_storage.ObjectStorage(
        bucket_name="photographs", access_key="a", secret_key="b", region_name="us-east-1"
    )
    seen = [storage.connection.meta.client]
    thread = threading.Thread(target=lambda: seen.append(storage.connection.meta.client))
    thread.start()
    thread.join()
    assert seen[0] is seen[1]
