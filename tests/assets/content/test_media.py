"""Films and sounds are known by their packets, and their limits hold."""

import pytest

from apps.assets.content.examining import examine
from apps.assets.imaging.limits import PHOTOGRAPH
from skyy.api.errors import Code, Problem
from tests.assets.content.made import film, sound


@pytest.fixture
def look(tmp_path):
    def examined(data: bytes, **wish):
        path = tmp_path / "file"
        path.write_bytes(data)
        return examine(path, limits=PHOTOGRAPH, **wish)

    return examined


@pytest.fixture
def refused(look):
    def code(data: bytes, **wish) -> Code:
        with pytest.raises(Problem) as problem:
            look(data, **wish)
        return problem.value.code

    return code


@pytest.mark.parametrize(
    ("container", "media_type"),
    [
        ("wav", "audio/wav"),
        ("mp3", "audio/mpeg"),
        ("flac", "audio/flac"),
        ("ogg", "audio/ogg"),
    ],
)
def test_a_sound_is_told_with_its_length(look, container, media_type):
    found = look(sound(12, container))
    assert (found.kind, found.media_type) == ("audio", media_type)
    assert found.facts["seconds"] == pytest.approx(12, abs=0.15)
    assert found.facts["sound"]["channels"] == 1


def test_an_m4a_is_a_sound(look):
    found = look(sound(2, "mp4", "aac"))
    assert (found.kind, found.media_type) == ("audio", "audio/mp4")


@pytest.mark.parametrize(
    ("container", "media_type"),
    [("mp4", "video/mp4"), ("webm", "video/webm"), ("mov", "video/quicktime")],
)
def test_a_film_is_told_with_its_size_and_length(look, container, media_type):
    found = look(film(container=container))
    assert (found.kind, found.media_type) == ("video", media_type)
    assert (found.width, found.height) == (64, 48)
    assert found.facts["seconds"] == pytest.approx(1, abs=0.11)


@pytest.mark.parametrize(
    ("seconds", "code"), [(9.5, Code.MEDIA_TOO_SHORT), (31, Code.MEDIA_TOO_LONG)]
)
def test_a_voice_sample_lasts_ten_to_thirty_seconds(refused, seconds, code):
    assert refused(sound(seconds), role="voice_sample") == code


@pytest.mark.parametrize("seconds", [10, 30])
def test_a_voice_sample_at_the_edge_is_taken(look, seconds):
    assert look(sound(seconds), role="voice_sample").kind == "audio"


def test_a_header_that_lies_about_the_length_is_found_out(refused):
    data = bytearray(sound(12))
    data = data[: 44 + 2 * 16_000 * 2]
    assert refused(bytes(data), role="voice_sample") in {
        Code.MEDIA_TOO_SHORT,
        Code.MEDIA_UNREADABLE,
    }


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_a_film_cut_short_is_refused(refused, container):
    data = film(3, container=container)
    assert refused(data[: len(data) // 2]) == Code.MEDIA_UNREADABLE


def test_a_film_too_large_to_show_is_refused(refused):
    assert refused(film(0.2, (8704, 64))) == Code.MEDIA_TOO_LARGE


def test_two_films_in_one_file_are_refused(refused):
    assert refused(film(0.3, films=2)) == Code.MEDIA_TOO_LARGE


@pytest.mark.parametrize("role", ["portrait", "script", "product_shot"])
def test_a_sound_is_none_of_these(refused, role):
    assert refused(sound(2), role=role) == Code.UPLOAD_WRONG_KIND


def test_a_sound_where_a_picture_is_wanted_is_refused(refused):
    assert refused(sound(1), kinds={"image"}) == Code.UPLOAD_UNSUPPORTED


def test_a_playlist_reads_no_other_file(refused, tmp_path):
    (tmp_path / "secret.wav").write_bytes(sound(12))
    playlist = b"#EXTM3U\n#EXTINF:12,\nsecret.wav\n"
    assert refused(playlist) == Code.UPLOAD_UNSUPPORTED
    assert refused(b"ID3\x03\x00\x00\x00\x00\x00\x00" + playlist) == Code.MEDIA_UNREADABLE
    assert refused(b"ffconcat version 1.0\nfile secret.wav\n") == Code.UPLOAD_UNSUPPORTED
