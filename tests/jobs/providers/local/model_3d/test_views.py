"""The views step: poster, its sizes, films."""

import json
from dataclasses import replace
from pathlib import Path

import av
import pytest
from PIL import Image

from apps.assets.gltf.write import write_glb
from apps.assets.specifications import SPECIFICATIONS
from apps.jobs.engine.handler import Cancelled, Outcome, StepRun
from apps.jobs.providers.local.model_3d.views import make_views
from apps.jobs.rendering import turntable
from skyy.api.errors import Code, Problem
from tests.jobs.rendering.objects import cube

BACKDROP = {"top": "#faf8f5", "bottom": "#ece8e1"}


def run_for(folder: Path, name: str = "optimise.model") -> StepRun:
    """A run on a cube, in a scratch folder of its own."""
    model = folder / "cube.glb"
    write_glb(model, cube())
    scratch = folder / f"scratch{len(list(folder.iterdir()))}"
    scratch.mkdir()
    return StepRun(
        params={"backdrop": BACKDROP},
        inputs={name: model},
        results={},
        scratch=scratch,
        progress=lambda fraction: None,
        checkpoint=lambda: None,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return make_views(run_for(tmp_path_factory.mktemp("views")))


def test_the_poster_comes_in_every_size(made):
    names = {one.name for one in SPECIFICATIONS}
    assert set(made.files) == names | {"poster", "turntable_mp4", "turntable_webp"}
    assert set(made.result["sizes"]) == set(made.files)
    for name in names | {"poster"}:
        with Image.open(made.files[name].path) as picture:
            assert list(picture.size) == made.result["sizes"][name]
            assert picture.get_format_mimetype() == made.files[name].media_type
    assert made.result["sizes"]["poster"] == [1280, 1600]


def test_posters_that_can_be_transparent_are(made):
    for name, file in made.files.items():
        if name.startswith("turntable") or file.media_type == "image/jpeg":
            continue
        with Image.open(file.path) as picture:
            assert picture.mode == "RGBA"
            assert picture.getpixel((1, 1))[3] == 0
            assert picture.getpixel((picture.width // 2, picture.height // 2))[3] == 255


def test_the_master_is_an_original_and_the_rest_are_renditions(made):
    storages = {name: file.storage for name, file in made.files.items()}
    assert storages.pop("poster") == "originals"
    assert set(storages.values()) == {"renditions"}


def test_the_films_show_every_frame_the_result_names(made):
    count, pace = made.result["frames"], made.result["frames_per_second"]
    with av.open(str(made.files["turntable_mp4"].path)) as film:
        assert film.streams.video[0].average_rate == pace
        assert sum(1 for _ in film.decode(video=0)) == count
    with Image.open(made.files["turntable_webp"].path) as film:
        assert film.n_frames == count
        assert list(film.size) == made.result["sizes"]["turntable_webp"]
    assert made.result["start_azimuth"] == 0


def test_films_are_light_enough_for_a_page(made):
    assert made.files["turntable_mp4"].path.stat().st_size < 400_000
    assert made.files["turntable_webp"].path.stat().st_size < 900_000


def test_the_result_is_json(made):
    assert json.loads(json.dumps(made.result)) == made.result


def test_a_source_made_elsewhere_gives_the_same_bytes_and_progress_only_grows(made, tmp_path):
    told: list[float] = []
    again = make_views(replace(run_for(tmp_path, "source"), progress=told.append))
    assert told == sorted(told)
    assert told[0] > 0
    assert told[-1] <= 1
    assert len(told) > turntable.FRAMES
    assert again.result == made.result
    for name, file in made.files.items():
        assert again.files[name].path.read_bytes() == file.path.read_bytes(), name


@pytest.mark.parametrize("after", [0, 1, 5, 20])
def test_it_can_be_cancelled_all_along(tmp_path, after):
    calls = 0

    def checkpoint() -> None:
        nonlocal calls
        calls += 1
        if calls > after:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_views(replace(run_for(tmp_path), checkpoint=checkpoint))
    assert calls == after + 1


@pytest.mark.parametrize("content", [b"", b"glTF", b"\0" * 500])
def test_a_broken_file_is_refused_and_nothing_is_written(tmp_path, content):
    run = run_for(tmp_path)
    run.inputs["optimise.model"].write_bytes(content)
    with pytest.raises(Problem) as caught:
        make_views(run)
    assert caught.value.code in {Code.MODEL_UNREADABLE, Code.MODEL_WRONG_LENGTH}
    assert list(run.scratch.iterdir()) == []
