"""Score a packshot, or any picture, against the photograph it shows the product of."""

from apps.jobs.providers.local import tone
from apps.jobs.providers.local.tone import Tone

from . import judgement, scale
from .calibration import Calibration
from .evidence import draw
from .judgement import Judgement
from .pair import pair_up
from .report import VERSION, Capture, Report
from .subject import Picture


def score_picture(
    reference: Picture,
    result: Picture,
    *,
    recorded_tone: Tone | None = None,
    capture: Capture = Capture.SELF_VIEW,
    calibration: Calibration | None = None,
) -> Judgement:
    """Judge ``result`` against ``reference``.

    Args:
        reference: the photograph and its mask.
        result: the packshot and its own alpha, of any size and place.
        recorded_tone: the lighting step's transform; it is undone, and lightness can be judged.
            None when the result's light is unknown: lightness is then ``unverified``.
        capture: whether the result was derived from this very photograph.
        calibration: None leaves the score on the provisional scale, marked uncalibrated.

    Raises:
        Problem: ``photo.no_product``, ``photo.too_thin`` or ``request.invalid``.
    """
    reference = reference.checked("photograph")
    result = result.checked("result")
    if recorded_tone is not None:
        result = Picture(tone.undo(result.pixels, recorded_tone), result.alpha)
    # Derived from this photograph it stands as the photograph does.
    pair = pair_up(reference, result, rotate=capture == Capture.OTHER_VIEW)
    findings = judgement.measure(pair, known_light=recorded_tone is not None)
    axes = judgement.axes_of(findings)
    score = judgement.total(axes, calibration)
    hindrances = ["not_scored"] if score is None else []
    hindrances += ["uncalibrated"] if calibration is None else []
    report = Report(
        score=score,
        axes=axes,
        capture=capture,
        calibration=None if calibration is None else calibration.name,
        seen_share=1.0,
        camera=None,
        unseen_views=(),
        tone=findings.matched.tone.as_record(),
        version=VERSION,
        scale=scale.PROVISIONAL,
        automatic_approval=not hindrances,
        hindrances=tuple(hindrances),
    )
    return Judgement(report, draw(findings))
