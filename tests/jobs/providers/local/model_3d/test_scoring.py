"""The fidelity step: a photograph, its mask and a model in; a report and its evidence out."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from apps.assets.gltf.write import write_glb
from apps.jobs.engine.handler import Outcome, StepRun
from apps.jobs.providers.local.masks import write_mask
from apps.jobs.providers.local.model_3d.scoring import score
from apps.jobs.providers.local.tone import Tone
from skyy.api.errors import Code, Problem
from tests.jobs.fidelity.conftest import shirt
from tests.jobs.fidelity.models import blown_up

KINDS = {"aligned", "outline", "geometry", "proportions", "colors", "materials", "details"}


def scored(folder: Path, alpha: np.ndarray | None = None, **params: object) -> Outcome:
    scratch = folder / "scratch"
    scratch.mkdir()
    photograph, mask, model = folder / "a.png", folder / "mask.png", folder / "model.glb"
    Image.fromarray(shirt().pixels).save(photograph)
    write_mask(mask, shirt().alpha if alpha is None else alpha)
    write_glb(model, blown_up(shirt()))
    return score(
        StepRun(
            params=params,
            inputs={"source": photograph, "background_removal.mask": mask, "optimise.model": model},
            results={
                "lighting": {"tone": Tone().as_record()},
                "texture": {"seen_share": 0.47},
                "reference": {
                    "to_photograph": [[1, 0, 0], [0, 1, 0]],
                    "rotation": 0.0,
                    "construction": "garment",
                },
                "optimise": {"gate": {"passed": True}},
            },
            scratch=scratch,
            progress=lambda _: None,
            checkpoint=lambda: None,
        )
    )


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("scoring")
    return scored(folder, required_views=["front", "back"], shown_views=["front"])


def test_the_report_is_json_and_says_what_is_unseen(outcome):
    report = json.loads(json.dumps(outcome.result["report"], allow_nan=False))
    assert report["score"] > 95
    assert [axis["name"] for axis in report["axes"]] == [
        "geometry", "proportions", "colors", "materials", "details",
    ]  # fmt: skip
    assert report["capture"] == "self_view"
    assert report["seen_share"] == 0.47
    assert report["unseen_views"] == ["back"]
    assert report["calibration"] is None
    assert report["automatic_approval"] is False


def test_every_evidence_picture_is_a_webp_of_the_size_it_says(outcome):
    assert set(outcome.files) == KINDS
    for kind, file in outcome.files.items():
        assert file.media_type == "image/webp"
        assert file.storage == "originals"
        with Image.open(file.path) as picture:
            assert picture.format == "WEBP"
            assert [*picture.size] == outcome.result["sizes"][kind]
            assert max(picture.size) <= 900


def test_the_same_inputs_give_the_same_bytes(outcome, tmp_path):
    again = scored(tmp_path, required_views=["front", "back"], shown_views=["front"])
    assert json.dumps(again.result) == json.dumps(outcome.result)
    for kind, file in again.files.items():
        assert file.path.read_bytes() == outcome.files[kind].path.read_bytes()


def test_an_empty_mask_gets_a_clear_word(tmp_path):
    with pytest.raises(Problem) as refused:
        scored(tmp_path, alpha=np.zeros((240, 240), np.uint8))
    assert refused.value.code == Code.PHOTO_NO_PRODUCT


def test_a_mask_of_another_size_gets_a_clear_word(tmp_path):
    with pytest.raises(Problem) as refused:
        scored(tmp_path, alpha=np.full((100, 240), 255, np.uint8))
    assert refused.value.code == Code.REQUEST_INVALID
