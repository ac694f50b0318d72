"""Files are read in processes apart: what ends a reader ends neither the studio nor the next."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from apps.assets.content import apart, reading_child
from apps.assets.content.examining import TAKEN, examine
from apps.assets.imaging.limits import PHOTOGRAPH
from skyy.api.errors import Code, Problem
from tests.assets.pictures import jpeg

RUN = """
import sys, time
sys.path.insert(0, {root!r})
from apps.assets.content import reading, reading_child
from apps.assets.content.found import Found

def read(path, reader, kinds, role, limits):
    {does}
    return Found("image", "image/jpeg", 1, 1)

reading.read = read
reading_child.MEMORY_BYTES = 512_000_000
reading_child.SECONDS = 1
sys.exit(reading_child.main())
"""


@pytest.fixture
def photograph(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg())
    return path


@pytest.fixture
def readers_that(monkeypatch, tmp_path):
    """Readers that do something else than reading."""

    def do(does: str) -> None:
        program = tmp_path / "reader.py"
        root = str(Path(reading_child.__file__).resolve().parents[3])
        program.write_text(RUN.format(root=root, does=does))
        monkeypatch.setattr(apart, "_CHILD", program)
        apart.READERS.stop()

    yield do
    apart.READERS.stop()


def look(path, reader="picture"):
    return apart.read_apart(path, reader, TAKEN, "photograph", PHOTOGRAPH)


@pytest.mark.parametrize(
    "does",
    [
        "bytes(600_000_000)",
        "held = [bytearray(1 << 20) for _ in range(600)]",
        "import os; os.kill(os.getpid(), 11)",
        "while True: pass",
        "import tempfile; file = tempfile.TemporaryFile(); file.write(b'x'); file.flush()",
        "raise RuntimeError",
        "return Found('image', 'x' * 2_000_000)",
    ],
)
def test_what_ends_a_reader_refuses_the_file(readers_that, photograph, does):
    readers_that(does)
    for reader, code in (
        ("picture", Code.PHOTO_UNREADABLE),
        ("pdf", Code.DOCUMENT_UNREADABLE),
    ):
        with pytest.raises(Problem) as caught:
            look(photograph, reader)
        assert caught.value.code == code
        if does.startswith("while"):
            break


def test_none_of_the_studios_settings_reach_a_reader(readers_that, photograph, monkeypatch):
    monkeypatch.setenv("SKYY_SECRET_KEY", "planted")
    readers_that("import os; return Found('image', ','.join(sorted(os.environ)), 1, 1)")
    assert not [name for name in look(photograph).media_type.split(",") if "SKYY" in name]


def test_the_next_file_is_read_after_one_that_ended_its_reader(photograph, tmp_path):
    process = apart.READERS
    assert look(photograph).width == 160
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(jpeg()[:700])
    with pytest.raises(Problem):
        look(cut)
    assert look(photograph).width == 160
    assert apart.READERS is process


def test_when_the_readers_were_ended_others_are_started(photograph):
    look(photograph)
    before = apart.READERS._process.pid
    os.kill(before, signal.SIGKILL)
    apart.READERS._process.wait()
    assert look(photograph).width == 160
    assert apart.READERS._process.pid != before


def test_when_no_reader_can_be_had_that_is_said(photograph, monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "_CHILD", tmp_path / "is not there.py")
    apart.READERS.stop()
    with pytest.raises(Problem) as caught:
        look(photograph)
    assert caught.value.code == Code.SERVICE_UNAVAILABLE
    monkeypatch.undo()
    apart.READERS.stop()
    assert look(photograph).width == 160


def test_readers_end_with_the_studio(photograph):
    program = (
        "import os, sys; from pathlib import Path\n"
        "from apps.assets.content import apart, examining\n"
        "from apps.assets.imaging.limits import PHOTOGRAPH\n"
        "examining.examine(Path(sys.argv[1]), limits=PHOTOGRAPH)\n"
        "print(apart.READERS._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    # The pipes of its output end when the last that holds them has ended, or this times out.
    done = subprocess.run(
        [sys.executable, "-c", program, str(photograph)],
        capture_output=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(apart.__file__).parents[3])},
    )
    assert int(done.stdout) > 1


def test_many_at_once_are_all_read(photograph):
    found = []
    threads = [threading.Thread(target=lambda: found.append(look(photograph))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.width for one in found] == [160] * 12


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_largest_avif_that_is_decoded_fits_into_the_memory(tmp_path, mode):
    path = tmp_path / "a.avif"
    pixels = np.full((4000, 4000, len(mode)), 128, np.uint8)
    Image.fromarray(pixels).save(path, speed=10, subsampling="4:4:4")
    assert examine(path, limits=PHOTOGRAPH).width == 4000


def test_where_processes_cannot_fork_one_is_started_for_each_file(photograph, monkeypatch):
    monkeypatch.delattr(apart.socket, "send_fds")
    assert look(photograph).width == 160
    photograph.write_bytes(b"GIF89a")
    with pytest.raises(Problem) as caught:
        look(photograph)
    assert caught.value.code == Code.PHOTO_TRUNCATED
