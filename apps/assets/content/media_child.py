"""Reads a film or a sound in a process of its own: a damaged or hostile file can end this process,
fill its memory or keep it busy, and the studio goes on.

Called with a path and the name of the one demuxer that may read it; writes a line of JSON: what
``media.read_media`` judges, or {"fault": words}.
"""

import json
import sys
from typing import Any

import av

MEMORY_BYTES = 1_500_000_000
SECONDS = 60
MOST_PACKETS = 3_000_000
MOST_STREAMS = 32
DECODED_SECONDS = 60.0
"""A sound this long at most is decoded whole; of anything longer, and of films, the beginning."""

BEGINNING = 5


def main() -> int:
    """Exit status 0, with a line of JSON."""
    _limit()
    try:
        said = _read(sys.argv[1], sys.argv[2])
    except (av.FFmpegError, ValueError, OSError, MemoryError, OverflowError) as error:
        said = {"fault": type(error).__name__}
    sys.stdout.write(json.dumps(said))
    return 0


def _read(path: str, demuxer: str) -> dict[str, Any]:
    # Nothing but this one file: a container may name others, and addresses.
    options = {"protocol_whitelist": "file", "probesize": "5000000"}
    with av.open(path, format=demuxer, options=options, metadata_errors="ignore") as container:
        if len(container.streams) > MOST_STREAMS:
            return {"fault": "TooManyStreams"}
        claimed = container.duration / av.time_base if container.duration else None
        streams = [_described(stream) for stream in container.streams]
        measured, decoded = _measured(container, claimed)
    return {"streams": streams, "claimed": claimed, "measured": measured, "decoded": decoded}


def _described(stream: Any) -> dict[str, Any]:
    codec: Any = getattr(stream, "codec_context", None)
    said: dict[str, Any] = {"type": stream.type, "codec": codec.name if codec else None}
    if stream.type == "video":
        attached = bool(int(stream.disposition) & int(av.stream.Disposition.attached_pic))
        rate = float(stream.average_rate) if stream.average_rate else None
        said |= {"width": codec.width, "height": codec.height, "rate": rate, "cover": attached}
    elif stream.type == "audio":
        said |= {"rate": codec.sample_rate, "channels": codec.channels}
    return said


def _measured(container: Any, claimed: float | None) -> tuple[dict[int, float], dict[int, int]]:
    """Seconds of each stream by its packets, not by its header, and how many frames decoded."""
    ends: dict[int, float] = {}
    begins: dict[int, float] = {}
    frames: dict[int, int] = {}
    whole = claimed is not None and claimed <= DECODED_SECONDS
    for stream in container.streams:
        if getattr(stream, "codec_context", None) is not None:
            stream.codec_context.thread_count = 1
    for number, packet in enumerate(container.demux()):
        if number > MOST_PACKETS:
            raise ValueError("very many packets")
        stream, index = packet.stream, packet.stream.index
        if packet.pts is not None and packet.time_base is not None:
            begin = float(packet.pts * packet.time_base)
            end = begin + float((packet.duration or 0) * packet.time_base)
            begins[index] = min(begins.get(index, begin), begin)
            ends[index] = max(ends.get(index, end), end)
        if stream.type not in {"audio", "video"}:
            continue
        if frames.get(index, 0) < BEGINNING or (whole and stream.type == "audio"):
            frames[index] = frames.get(index, 0) + len(packet.decode())
    return {index: ends[index] - begins[index] for index in ends}, frames


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: the caller's time limit holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
