"""The views step: a model's poster in every size, and its turntable as films."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from apps.assets.gltf.read import read_glb
from apps.assets.imaging.encode import write_png
from apps.assets.specifications import SPECIFICATIONS
from apps.jobs.engine.handler import Outcome, OutputFile, StepRun
from apps.jobs.rendering import turntable
from apps.jobs.rendering.film import write_mp4, write_webp
from apps.jobs.rendering.poster import CAMERA, make_poster
from apps.jobs.rendering.scene import Scene
from apps.jobs.rendering.stage import Stage

from ..composition import parse_colour
from ..renditions import make_renditions

# What of the step is done after the scene, the poster, its renditions and the frames.
SEEN, POSTED, RESIZED, TURNED = 0.1, 0.25, 0.4, 0.85


def make_views(run: StepRun) -> Outcome:
    """Write ``poster`` (PNG, its shadow in the alpha), the poster at every picture specification
    under its name, ``turntable_mp4`` and ``turntable_webp``.

    The model is ``inputs["optimise.model"]``, or ``inputs["source"]`` for one made elsewhere.
    Parameters: ``backdrop`` {"top", "bottom"} colours of the films. The result holds [width,
    height] by name in ``sizes``, ``frames``, ``frames_per_second``, and the azimuths, elevations
    and fields of view of the ``poster`` and of the turntable's ``first_frame``, in degrees.

    Raises:
        Problem: ``model.*``, the file is no model that can be shown.
    """
    model = read_glb(run.inputs.get("optimise.model") or run.inputs["source"])
    run.checkpoint()
    stage = Stage(Scene(model))
    run.progress(SEEN)
    run.checkpoint()
    files, sizes = _post(run, stage)
    frames = _turn(run, stage)
    for name, extension, write in (
        ("turntable_mp4", "mp4", write_mp4),
        ("turntable_webp", "webp", write_webp),
    ):
        run.checkpoint()
        path = run.scratch / f"turntable.{extension}"
        write(path, frames, turntable.FRAMES_PER_SECOND)
        kind = "video/mp4" if extension == "mp4" else "image/webp"
        files[name] = OutputFile(path, kind, storage="renditions")
        sizes[name] = [turntable.SIDE, turntable.SIDE]
    return Outcome(
        result={
            "sizes": sizes,
            "frames": len(frames),
            "frames_per_second": turntable.FRAMES_PER_SECOND,
            "start_azimuth": turntable.CAMERA.azimuth,
            "cameras": {
                "poster": _angles(CAMERA),
                "first_frame": _angles(turntable.CAMERA),
            },
        },
        files=files,
    )


def _post(run: StepRun, stage: Stage) -> tuple[dict[str, OutputFile], dict[str, list[int]]]:
    """The poster's master and its renditions."""
    picture = make_poster(stage)
    path = run.scratch / "poster.png"
    write_png(path, picture.pixels, alpha=picture.alpha)
    run.progress(POSTED)
    inner = replace(
        run,
        inputs={"source": path},
        params={"specifications": [asdict(one) for one in SPECIFICATIONS]},
        progress=_between(run.progress, POSTED, RESIZED),
    )
    made = make_renditions(inner)
    height, width = picture.alpha.shape
    files = {"poster": OutputFile(Path(path), "image/png"), **made.files}
    return files, {"poster": [width, height], **made.result["sizes"]}


def _turn(run: StepRun, stage: Stage) -> list[npt.NDArray[np.uint8]]:
    backdrop = run.params["backdrop"]
    top, bottom = parse_colour(backdrop["top"]), parse_colour(backdrop["bottom"])
    progress = _between(run.progress, RESIZED, TURNED)
    frames = []
    for picture in turntable.turn(stage, top=top, bottom=bottom):
        run.checkpoint()
        frames.append(picture)
        progress(len(frames) / turntable.FRAMES)
    return frames


def _between(
    progress: Callable[[float], None], start: float, end: float
) -> Callable[[float], None]:
    return lambda share: progress(start + (end - start) * share)


def _angles(camera: Any) -> dict[str, float]:
    return {
        "azimuth": camera.azimuth,
        "elevation": camera.elevation,
        "field_of_view": camera.field_of_view,
    }
