"""Taking photographs in beside Pillow's own decode and the same renditions of the same files.

``python -m tests.bench.uploads``: one process against one process. The service's way: examined,
hashed, stored, recorded, all renditions made, stored and recorded, the asset ready. Pillow's way:
the file decoded whole, the smaller pictures made of one another, encoded with the same settings.
The figure is throughput against Pillow's: 0.8 means that the service takes 0.8 files while a bare
script takes one.
"""

import io
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SIZES = ((1500, 2000), (3000, 4000), (4240, 5650))
"""Height and width."""

RUNS = 9
KINDS = {"image/webp": "WEBP", "image/jpeg": "JPEG", "image/avif": "AVIF"}


@dataclass(frozen=True)
class Throughput:
    """Median seconds of a file, in the service and with Pillow."""

    name: str
    service: float
    taken: float
    pillow: float

    def line(self) -> str:
        """One row of the report."""
        return (
            f"{self.name:<46} {self.service * 1000:>8.1f} ms   "
            f"{self.pillow / self.service:>5.2f} of Pillow's throughput "
            f"({self.pillow * 1000:.1f} ms); taken in after {self.taken * 1000:.1f} ms"
        )


def figures(sizes: Sequence[tuple[int, int]] = SIZES, runs: int = RUNS) -> Iterator[Throughput]:
    """Measure on the database and the storages that the settings name."""
    import cv2
    from PIL import Image

    from apps.assets.specifications import wanted_for
    from tests.photographs import as_jpeg, garment

    cv2.setNumThreads(1)
    for height, width in sizes:
        pixels, _ = garment(height, width)
        tagged = io.BytesIO()
        Image.fromarray(pixels).save(tagged, "JPEG", quality=93, icc_profile=_display_p3())
        for kind, data in (("sRGB", as_jpeg(pixels)), ("Display P3", tagged.getvalue())):
            every = [asdict(one) for one in wanted_for(width, height, "photograph")]
            plain = [one for one in every if one["media_type"] != "image/avif"]
            for words, wanted in (("JPEG and WebP", plain), ("with AVIF", every)):
                if words == "with AVIF" and kind != "sRGB":
                    continue
                name = f"upload, {height * width / 1e6:.0f} MP, {kind}, {words}"
                yield _compared(name, data, wanted, runs)


def _compared(name: str, data: bytes, wanted: list[dict[str, Any]], runs: int) -> Throughput:
    with tempfile.TemporaryDirectory(prefix="skyy-bench-") as folder:
        service = _Service(wanted, Path(folder))
        # What follows a picture's end is no part of it, and makes each file one of its own.
        files = (data + f"{number}".encode() for number in itertools.count())
        source, times = Path(folder) / "photograph.jpg", []
        for _ in range(runs + 1):
            source.write_bytes(next(files))
            began = time.perf_counter()
            taken = service.take(source)
            times.append((time.perf_counter() - began, taken, _seconds(_pillow, source, wanted)))
    # The first is for warming up.
    service_s, taken_s, pillow_s = (statistics.median(one) for one in zip(*times[1:], strict=True))
    return Throughput(name, service_s, taken_s, pillow_s)


class _Service:
    """What an upload goes through, in one process."""

    def __init__(self, wanted: list[dict[str, Any]], folder: Path) -> None:
        from apps.accounts.models import Team
        from apps.assets import ports

        ports.request_renditions.fill(lambda _version: None)
        self.wanted = wanted
        self.folder = folder
        self.team = Team.objects.create(name=f"Upload bench {time.time_ns()}")

    def take(self, source: Path) -> float:
        """Take one file in, with its renditions; return the seconds until the asset was there."""
        from apps.assets.ingest import ingest

        began = time.perf_counter()
        with source.open("rb") as file:
            asset = ingest(file, filename="SR-001.jpg", team=self.team, user=None)
        taken = time.perf_counter() - began
        self._render(asset)
        return taken

    def _render(self, asset: Any) -> None:
        from apps.assets import blobs, lifecycle, renditions
        from apps.assets.duplicates import noting
        from apps.jobs.engine.handler import StepRun
        from apps.jobs.providers.local.renditions import make_renditions

        version = asset.current_version
        with (
            tempfile.TemporaryDirectory(dir=self.folder) as scratch,
            blobs.local_path(version.blob) as path,
        ):
            run = StepRun(
                {"specifications": self.wanted},
                {"source": path},
                {},
                Path(scratch),
                lambda _: None,
                lambda: None,
            )
            outcome = make_renditions(run)
            for name, file in outcome.files.items():
                stored = blobs.store(
                    file.path, storage="renditions", media_type=file.media_type, prefix="bench"
                )
                with blobs.recording(stored):
                    blob = blobs.adopt(stored)
                    renditions.record(version, name, blob, *outcome.result["sizes"][name])
        noting.remember(version, outcome.result["print"])
        lifecycle.mark_ready(asset)


def _pillow(source: Path, wanted: list[dict[str, Any]]) -> None:
    """As somebody writes it who knows Pillow: decoded once, each made from the next larger one."""
    from PIL import Image, ImageCms

    picture: Image.Image = Image.open(source)
    picture.load()
    if profile := picture.info.get("icc_profile"):
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        ImageCms.profileToProfile(picture, own, srgb, inPlace=True)
    for one in sorted(wanted, key=lambda one: -one["side"]):
        picture.thumbnail((one["side"], one["side"]))
        options: dict[str, Any] = {
            "image/webp": {"method": 3},
            "image/avif": {"speed": 9, "max_threads": 1},
            "image/jpeg": {"progressive": True},
        }[one["media_type"]]
        with tempfile.TemporaryFile() as file:
            picture.save(file, KINDS[one["media_type"]], quality=one["quality"], **options)


def _display_p3() -> bytes:
    from tests.assets.profiles import display_p3

    return display_p3()


def _seconds(function: Callable[..., Any], *arguments: Any) -> float:
    began = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - began


def main() -> None:
    """Print the figures, with the machine and its load."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skyy.settings.test")
    os.environ.setdefault("SKYY_LOG_LEVEL", "WARNING")
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    from tests.bench.measuring import hardware

    sys.stdout.write(f"{hardware()}, load {os.getloadavg()[0]:.1f}\n")
    databases = setup_databases(0, interactive=False)
    try:
        for figure in figures():
            sys.stdout.write(figure.line() + "\n")
            sys.stdout.flush()
    finally:
        teardown_databases(databases, 0)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}\n")


if __name__ == "__main__":
    main()
