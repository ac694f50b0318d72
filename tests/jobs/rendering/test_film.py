"""Films: what a player finds in them."""

import av
import numpy as np
import pytest
from PIL import Image

from apps.jobs.rendering.film import write_mp4, write_webp

SIDE, FPS = 64, 12


def frames(count: int = 7) -> list[np.ndarray]:
    """A square that wanders over a warm ground."""
    pictures = []
    for number in range(count):
        picture = np.empty((SIDE, SIDE, 3), np.uint8)
        picture[:] = (250, 246, 240)
        picture[16:48, 4 * number : 4 * number + 32] = (150, 30, 60)
        pictures.append(picture)
    return pictures


def decoded(path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def as_rgb(frame: av.VideoFrame) -> np.ndarray:
    """BT.709 in limited range, by its definition (ITU-R BT.709-6, section 3)."""
    whole = frame.to_ndarray().astype(float)
    quarter = SIDE // 2
    luma = (whole[:SIDE] - 16) / 219
    blue, red = (
        (part.reshape(quarter, quarter).repeat(2, 0).repeat(2, 1) - 128) / 224
        for part in np.split(whole[SIDE:].reshape(-1), 2)
    )
    r, b = luma + 1.5748 * red, luma + 1.8556 * blue
    g = (luma - 0.2126 * r - 0.0722 * b) / 0.7152
    return np.stack([r, g, b], -1) * 255


def test_mp4_has_every_frame_its_size_and_its_pace(tmp_path):
    path = tmp_path / "a.mp4"
    write_mp4(path, frames(), FPS)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == FPS
        pictures = list(container.decode(stream))
    assert len(pictures) == 7
    assert {(one.width, one.height) for one in pictures} == {(SIDE, SIDE)}
    assert [round(float(one.time) * FPS) for one in pictures] == list(range(7))


def test_mp4_says_which_colours_it_is_in_and_keeps_them(tmp_path):
    path = tmp_path / "a.mp4"
    write_mp4(path, frames(), FPS)
    for number, (found, given) in enumerate(zip(decoded(path), frames(), strict=True)):
        assert (int(found.colorspace), int(found.color_range)) == (1, 1)
        seen = as_rgb(found)
        assert np.abs(seen[2:10] - given[2:10]).max() <= 4
        inside = slice(4 * number + 8, 4 * number + 24)
        assert np.abs(seen[24:40, inside] - (150, 30, 60)).max() <= 6


def test_mp4_can_be_played_while_it_loads(tmp_path):
    path = tmp_path / "a.mp4"
    write_mp4(path, frames(), FPS)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("name", [b"x264", b"Lavc", b"Lavf", b"options"])
def test_mp4_names_no_encoder(tmp_path, name):
    path = tmp_path / "a.mp4"
    write_mp4(path, frames(), FPS)
    assert name not in path.read_bytes()


def test_webp_has_every_frame_and_repeats(tmp_path):
    path = tmp_path / "a.webp"
    write_webp(path, frames(), FPS)
    with Image.open(path) as film:
        assert film.n_frames == 7
        assert film.size == (SIDE, SIDE)
        assert film.info["loop"] == 0
        for number, given in enumerate(frames()):
            film.seek(number)
            film.load()
            assert film.info["duration"] == round(1000 / FPS)
            seen = np.asarray(film.convert("RGB"), int)
            assert np.abs(seen[2:10] - given[2:10]).max() <= 4


@pytest.mark.parametrize("write", [write_mp4, write_webp])
def test_the_same_frames_give_the_same_bytes(tmp_path, write):
    contents = set()
    for number in range(16):  # what is left of other films in memory must not show
        path = tmp_path / str(number)
        write(path, frames(), FPS)
        contents.add(path.read_bytes())
    assert len(contents) == 1
