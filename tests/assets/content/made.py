"""Small films, sounds and documents for the tests, made in memory."""

import io
import zlib
from fractions import Fraction

import av
import numpy as np

RATE = 16_000
CONTAINERS = {"wav": "pcm_s16le", "mp3": "libmp3lame", "flac": "flac", "ogg": "libopus"}


def sound(
    seconds: float = 12.0, container: str = "wav", codec: str = "", channels: int = 1
) -> bytes:
    """A quiet tone."""
    rate = 48_000 if container in {"ogg", "webm"} else RATE
    kept = io.BytesIO()
    with av.open(kept, "w", format=container) as target:
        layout = "mono" if channels == 1 else "stereo"
        track = target.add_stream(codec or CONTAINERS[container], rate=rate, layout=layout)
        tone = (np.sin(np.arange(round(seconds * rate)) / 20) * 3000).astype(np.int16)
        samples = np.repeat(tone, channels).reshape(1, -1)
        for at in range(0, samples.shape[1], 4800 * channels):
            piece = samples[:, at : at + 4800 * channels]
            frame = av.AudioFrame.from_ndarray(piece, format="s16", layout=layout)
            frame.sample_rate, frame.pts = rate, at // channels
            frame.time_base = Fraction(1, rate)
            target.mux(track.encode(frame))
        target.mux(track.encode())
    return kept.getvalue()


def film(
    seconds: float = 1.0, size: tuple[int, int] = (64, 48), container: str = "mp4", films: int = 1
) -> bytes:
    """Some frames of one colour each."""
    codec = "libvpx-vp9" if container == "webm" else "libx264"
    kept = io.BytesIO()
    with av.open(kept, "w", format=container) as target:
        tracks = []
        for _ in range(films):
            track = target.add_stream(codec, rate=10)
            track.width, track.height = size
            track.pix_fmt = "yuv420p"
            tracks.append(track)
        for number in range(round(seconds * 10)):
            shade = np.full((size[1], size[0], 3), number * 20 % 255, np.uint8)
            for track in tracks:
                target.mux(track.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        for track in tracks:
            target.mux(track.encode())
    return kept.getvalue()


def pdf(*extra: bytes, catalog: bytes = b"", version: bytes = b"1.7", pages: int = 1) -> bytes:
    """A document of empty pages; ``extra`` are further objects, numbered from 100."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    objects = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n" % catalog,
        b"2 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n" % (kids, pages),
    ]
    for number in range(pages):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"
        objects.append(b"%d 0 obj\n%s\nendobj\n" % (3 + number, page))
    objects += [b"%d 0 obj\n%s\nendobj\n" % (100 + at, one) for at, one in enumerate(extra)]
    body = b"%PDF-" + version + b"\n" + b"".join(objects)
    return body + b"startxref\n%d\n%%%%EOF\n" % len(body)


def object_stream(inside: bytes) -> bytes:
    """Objects packed away, as most writers of PDF do it."""
    packed = zlib.compress(inside)
    head = b"<< /Type /ObjStm /Filter /FlateDecode /N 1 /First 4 /Length %d >>" % len(packed)
    return head + b"\nstream\n" + packed + b"\nendstream"
