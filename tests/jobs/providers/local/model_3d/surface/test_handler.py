"""The step ``mesh``."""

from pathlib import Path

import numpy as np

from apps.jobs.engine.handler import StepRun
from apps.jobs.providers.local.model_3d.outline import storage
from apps.jobs.providers.local.model_3d.surface.handler import make_mesh
from apps.jobs.providers.local.model_3d.surface.solid import Solid
from tests.jobs.providers.local.model_3d.surface.patterns import SOUND, examine, t_shirt


def made(folder: Path) -> tuple[dict[str, object], Path]:
    folder.mkdir()
    result = storage.save(folder / "outline.png", t_shirt())
    run = StepRun(
        params={"quality": "draft"},
        inputs={"reference.outline": folder / "outline.png"},
        results={"reference": result},
        scratch=folder,
        progress=lambda _: None,
        checkpoint=lambda: None,
    )
    outcome = make_mesh(run)
    return dict(outcome.result), outcome.files["solid"].path


def test_it_hands_over_a_sound_solid_and_says_its_size(tmp_path: Path) -> None:
    result, path = made(tmp_path / "one")
    solid = Solid.load(path)
    assert examine(solid) == SOUND
    assert result["triangles"] == len(solid.faces)
    assert result["vertices"] == len(solid.positions)
    assert np.allclose(result["size_m"], np.ptp(solid.positions, axis=0), atol=1e-4)
    assert result["warnings"] == []


def test_the_same_outline_gives_the_same_bytes(tmp_path: Path) -> None:
    (_, one), (_, two) = made(tmp_path / "one"), made(tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()
