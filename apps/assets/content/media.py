"""Films and sounds: probed in a child process, judged here."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skyy.api.errors import Code, Problem

from .found import Found

MAX_SECONDS = 2 * 3600.0
MAX_TRACKS = 8
MAX_SIDE = 8192
MAX_PIXELS = 36_000_000
MAX_CHANNELS = 8

_CHILD = Path(__file__).with_name("media_child.py")
_TIMEOUT = 90
_CUT_SHORT = 0.9
"""A file whose packets last less than this share of what its header claims was cut short."""

_VIDEO = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "prores", "mpeg4", "mjpeg"})
_AUDIO = frozenset({"aac", "mp3", "mp3float", "flac", "vorbis", "opus", "libopus", "alac"})
_MEDIA_TYPES = {
    ("mov", "video"): "video/mp4",
    ("mov", "audio"): "audio/mp4",
    ("matroska", "video"): "video/webm",
    ("matroska", "audio"): "audio/webm",
    ("ogg", "audio"): "audio/ogg",
    ("wav", "audio"): "audio/wav",
    ("mp3", "audio"): "audio/mpeg",
    ("flac", "audio"): "audio/flac",
}
_WEBM = frozenset({"vp8", "vp9", "av1", "libdav1d", "vorbis", "opus", "libopus"})


def read_media(path: Path, demuxer: str, head: bytes) -> Found:
    """Say what a film or a sound holds: its tracks, and how long they last by their packets.

    Args:
        demuxer: of ``sniffing.demuxer_of``.
        head: the file's first bytes.

    Raises:
        Problem: ``media.unreadable``, ``media.too_large``, ``media.too_long``,
            ``upload.unsupported``.
    """
    said = _probe(path, demuxer)
    if "fault" in said:
        raise _unreadable()
    streams: list[dict[str, Any]] = said["streams"]
    films = [one for one in streams if one["type"] == "video" and not one["cover"]]
    sounds = [one for one in streams if one["type"] == "audio"]
    if not films and not sounds:
        raise _unreadable()
    if len(streams) > MAX_TRACKS or len(films) > 1:
        raise _too_large(f"it has {len(streams)} tracks")
    _check_codecs(films, sounds)
    seconds = _seconds(said, streams)
    kind = "video" if films else "audio"
    media_type = _media_type(demuxer, kind, head, [*films, *sounds])
    facts: dict[str, Any] = {
        "format": media_type.partition("/")[2].upper(),
        "seconds": round(seconds, 3),
        "tracks": len(streams),
    }
    if sounds:
        facts["sound"] = {name: sounds[0][name] for name in ("codec", "rate", "channels")}
    if not films:
        return Found("audio", media_type, facts=facts)
    film = films[0]
    facts |= {"codec": film["codec"], "frames_per_second": film["rate"]}
    return Found("video", media_type, film["width"], film["height"], facts)


def _probe(path: Path, demuxer: str) -> Mapping[str, Any]:
    # None of the studio's settings: the child reads hostile files.
    environment = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    try:
        # The program is our own; the path is an argument of its own and no shell reads it.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD), str(path.resolve()), demuxer],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=True,
            env=environment,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise _unreadable() from error
    said: Mapping[str, Any] = json.loads(done.stdout)
    return said


def _check_codecs(films: list[dict[str, Any]], sounds: list[dict[str, Any]]) -> None:
    for film in films:
        if film["codec"] not in _VIDEO:
            raise _unsupported(film["codec"])
        width, height = film["width"], film["height"]
        if min(width, height) < 1:
            raise _unreadable()
        if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
            raise _too_large(f"it claims {width} × {height} pixels")
    for sound in sounds:
        if sound["codec"] not in _AUDIO and not str(sound["codec"]).startswith("pcm_"):
            raise _unsupported(sound["codec"])
        if not 1 <= sound["channels"] <= MAX_CHANNELS or not 8_000 <= sound["rate"] <= 192_000:
            raise _too_large(f"it has {sound['channels']} channels of {sound['rate']} samples")


def _seconds(said: Mapping[str, Any], streams: list[dict[str, Any]]) -> float:
    """The longest track by its packets; each must have given at least one frame."""
    lasting = [
        said["measured"].get(str(index), 0.0)
        for index, stream in enumerate(streams)
        if stream["type"] in {"audio", "video"} and not stream.get("cover")
    ]
    seconds = max(lasting)
    if not any(said["decoded"].values()) or seconds <= 0:
        raise _unreadable()
    if said["claimed"] is not None and seconds < _CUT_SHORT * said["claimed"] - 0.5:
        raise Problem(
            Code.MEDIA_UNREADABLE,
            f"The file lasts {seconds:.0f} s of the {said['claimed']:.0f} s it claims: it was cut "
            "short on its way. Send it again.",
        )
    if seconds > MAX_SECONDS:
        raise Problem(
            Code.MEDIA_TOO_LONG,
            f"The file lasts {seconds / 60:.0f} minutes; at most {MAX_SECONDS / 60:.0f} are taken.",
        )
    return float(seconds)


def _media_type(demuxer: str, kind: str, head: bytes, tracks: list[dict[str, Any]]) -> str:
    found = _MEDIA_TYPES.get((demuxer, kind))
    if found is None:
        raise _unsupported(demuxer)
    if demuxer == "mov" and head[8:12] == b"qt  ":
        return "video/quicktime" if kind == "video" else found
    if demuxer == "matroska" and any(track["codec"] not in _WEBM for track in tracks):
        return f"{kind}/x-matroska"
    return found


def _unreadable() -> Problem:
    return Problem(
        Code.MEDIA_UNREADABLE, "The film or sound is damaged and cannot be read. Export it again."
    )


def _unsupported(codec: str | None) -> Problem:
    return Problem(
        Code.UPLOAD_UNSUPPORTED,
        f"The film or sound is encoded as {codec or 'something unknown'}. Send a film as MP4 "
        "(H.264) or WebM, a sound as WAV, MP3, FLAC, M4A or Ogg.",
    )


def _too_large(why: str) -> Problem:
    return Problem(Code.MEDIA_TOO_LARGE, f"The film or sound cannot be taken: {why}.")
