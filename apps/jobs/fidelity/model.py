"""Score a 3D model against a photograph of the product."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from apps.assets.gltf.model import Model
from apps.jobs.providers.local import tone
from apps.jobs.providers.local.tone import Tone
from apps.jobs.rendering.camera import Camera
from apps.jobs.rendering.frame import render
from apps.jobs.rendering.scene import Scene
from skyy.api.errors import Code, Problem

from . import judgement, scale
from .calibration import Calibration
from .camera_search import Found, find_camera
from .evidence import draw
from .judgement import Findings, Judgement
from .pair import pair_up, working_side
from .report import VERSION, Capture, Report
from .subject import Picture

RELIEF = "relief"


@dataclass(frozen=True)
class Views:
    """What is known about the views of a product, as ``catalog.View`` values.

    Attributes:
        required: by the product's category.
        shown: those of which a photograph went into the model.
        seen_share: of the surface (by area), what those photographs show.
    """

    required: Sequence[str] = ()
    shown: Sequence[str] = ("front",)
    seen_share: float = 0.0

    @property
    def unseen(self) -> tuple[str, ...]:
        """Required views that no photograph shows, in the order of ``required``."""
        return tuple(dict.fromkeys(view for view in self.required if view not in self.shown))


def score_model(
    reference: Picture,
    model: Model,
    *,
    views: Views,
    construction: str = "garment",
    gate_passed: bool = True,
    capture: Capture = Capture.SELF_VIEW,
    recorded_tone: Tone | None = None,
    calibration: Calibration | None = None,
) -> Judgement:
    """Judge a model by what it looks like, without light, from where the photograph was taken.

    Args:
        reference: the photograph, upright as the model is, and its mask.
        model: in metres, y up, its front towards +z.
        views: what photographs show of the product.
        construction: how the model was built; a ``relief`` is never approved automatically.
        gate_passed: whether the mesh gate of the publishing target let it through.
        capture: ``self_view`` when the model was made from this very photograph: the score is
            then near 100 by construction and says nothing about the sides it does not show.
        recorded_tone: the transform under which the photograph became the texture; it is undone,
            and lightness can be judged. None: unknown, and lightness is ``unverified``.
        calibration: None leaves the score on the provisional scale, marked uncalibrated.

    Raises:
        Problem: ``photo.no_product``, ``photo.too_thin``, ``request.invalid``, ``model.empty``,
            ``model.not_finite`` or ``model.unreadable``.
    """
    findings, found = compare(reference, model, recorded_tone=recorded_tone)
    axes = judgement.axes_of(findings)
    score = judgement.total(axes, calibration)
    hindrances = [f"unseen_view:{view}" for view in views.unseen]
    hindrances += ["relief"] if construction == RELIEF else []
    hindrances += [] if gate_passed else ["gate"]
    hindrances += ["not_scored"] if score is None else []
    hindrances += ["uncalibrated"] if calibration is None else []
    return Judgement(
        Report(
            score=score,
            axes=axes,
            capture=capture,
            calibration=None if calibration is None else calibration.name,
            seen_share=round(float(views.seen_share), 4),
            camera={"azimuth": round(found.azimuth, 2), "elevation": round(found.elevation, 2)},
            unseen_views=views.unseen,
            tone=findings.matched.tone.as_record(),
            version=VERSION,
            scale=scale.PROVISIONAL,
            automatic_approval=not hindrances,
            hindrances=tuple(hindrances),
        ),
        draw(findings),
    )


def compare(
    reference: Picture, model: Model, *, recorded_tone: Tone | None
) -> tuple[Findings, Found]:
    """Find the camera, render, align and measure; see ``score_model``."""
    reference = reference.checked("photograph")
    scene = Scene(model)
    known = recorded_tone or Tone()
    found = find_camera(Picture(tone.apply(reference.pixels, known), reference.alpha), scene)
    seen = _seen(scene, Camera(found.azimuth, found.elevation), working_side(reference))
    if recorded_tone is not None:
        seen = Picture(tone.undo(seen.pixels, recorded_tone), seen.alpha)
    pair = pair_up(reference, seen, rotate=True)
    return judgement.measure(pair, known_light=recorded_tone is not None), found


def _seen(scene: Scene, camera: Camera, side: int) -> Picture:
    """The bare colours, the product's longer side ``side`` pixels long."""
    frame_side = round(side / camera.fill)
    frame = render(scene, camera, (frame_side, frame_side), lit=False)
    alpha = np.rint(frame.alpha * 255).astype(np.uint8)
    if not (alpha >= 128).any():
        raise Problem(Code.MODEL_EMPTY, "Nothing can be seen of the model.")
    return Picture(frame.pixels, alpha).checked("model")
