"""The step that makes renditions, and what its job leaves behind."""

import io
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from apps.assets import blobs
from apps.assets.duplicates.looking import MOST_BITS, distance, signed
from apps.assets.gltf.write import write_glb
from apps.assets.ingest import ingest
from apps.assets.models import AssetStatus
from apps.assets.renditions import picture_sources, turntable
from apps.assets.specifications import SPECIFICATIONS, wanted_for
from apps.jobs.engine.control import cancel
from apps.jobs.engine.handler import StepRun
from apps.jobs.engine.settling import settle
from apps.jobs.models import Job, JobStatus, StepFile, StepStatus
from apps.jobs.pipelines.renditions import Renditions
from apps.jobs.providers.local.renditions import make_renditions
from tests.assets.gltf.shapes import ball
from tests.assets.pictures import encoded, jpeg, scene
from tests.assets.profiles import display_p3
from tests.photographs import garment


def run(path: Path, scratch: Path, specifications):
    scratch.mkdir(exist_ok=True)
    return make_renditions(
        StepRun(
            params={"specifications": [asdict(one) for one in specifications]},
            inputs={"source": path},
            results={},
            scratch=scratch,
            progress=lambda fraction: None,
            checkpoint=lambda: None,
        )
    )


def test_every_rendition_has_its_size_and_type(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(1300, 1800))
    outcome = run(path, tmp_path / "s", wanted_for(1800, 1300, "photograph"))
    assert set(outcome.files) == {one.name for one in SPECIFICATIONS}
    by_name = {one.name: one for one in SPECIFICATIONS}
    for name, file in outcome.files.items():
        assert file.storage == "renditions"
        assert file.media_type == by_name[name].media_type
        with Image.open(file.path) as image:
            assert list(image.size) == outcome.result["sizes"][name]
            assert max(image.size) == by_name[name].side
            middle = np.asarray(image.convert("RGB"))[image.height // 2, image.width // 2]
        np.testing.assert_allclose(middle, [130, 125, 90], atol=12)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_photograph_decoded_smaller_looks_as_decoded_whole(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    pixels, _ = garment(2600, 3400)
    large = Image.fromarray(pixels)
    jpeg_path, png_path = tmp_path / "a.jpg", tmp_path / "a.png"
    large.save(jpeg_path, quality=93, exif=exif)
    with Image.open(jpeg_path) as same:
        ImageOps.exif_transpose(same).save(png_path, compress_level=1)
    wanted = [one for one in SPECIFICATIONS if one.media_type == "image/webp"]
    scaled = run(jpeg_path, tmp_path / "s", wanted)
    whole = run(png_path, tmp_path / "w", wanted)
    assert scaled.result["sizes"] == whole.result["sizes"]
    for name, file in scaled.files.items():
        with Image.open(file.path) as one, Image.open(whole.files[name].path) as other:
            assert list(one.size) == scaled.result["sizes"][name]
            difference = np.subtract(one.convert("RGB"), other.convert("RGB"), dtype=np.float64)
        assert 10 * np.log10(255**2 / (difference**2).mean()) > 40
    assert distance(signed(scaled.result["print"]), signed(whole.result["print"])) <= MOST_BITS


def test_renditions_carry_no_place_and_are_srgb(tmp_path):
    exif = Image.Exif()
    exif[0x0132] = "2026:01:01 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>GPSLatitude 48,51</x:xmpmeta>"
    wide = display_p3()
    path = tmp_path / "a.jpg"
    red = Image.new("RGB", (700, 500), (234, 51, 35))
    path.write_bytes(encoded(red, "JPEG", exif=exif, xmp=xmp, icc_profile=wide, quality=95))
    with Image.open(path) as source:
        assert source.getexif().get_ifd(0x8825)
    outcome = run(path, tmp_path / "s", wanted_for(700, 500, "photograph"))
    assert outcome.files
    for file in outcome.files.values():
        data = file.path.read_bytes()
        with Image.open(file.path) as image:
            assert not image.getexif().get_ifd(0x8825)
            middle = np.asarray(image.convert("RGB"))[100, 100]
        assert b"GPSLatitude" not in data
        assert wide not in data
        # Display P3's (234, 51, 35) is the reddest red that sRGB has.
        np.testing.assert_allclose(middle, [255, 0, 0], atol=14)


def test_renditions_are_the_same_bytes_every_time(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(500, 700))
    one = run(path, tmp_path / "one", wanted_for(700, 500, "photograph"))
    other = run(path, tmp_path / "two", wanted_for(700, 500, "photograph"))
    for name in one.files:
        assert one.files[name].path.read_bytes() == other.files[name].path.read_bytes()


def test_renditions_carry_no_position(tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0110] = "A camera"
    path = tmp_path / "a.jpg"
    path.write_bytes(encoded(Image.fromarray(scene(400, 700)), "JPEG", exif=exif))
    for file in run(path, tmp_path / "s", SPECIFICATIONS).files.values():
        with Image.open(file.path) as image:
            assert not dict(image.getexif())


def test_hidden_colours_do_not_bleed_into_a_transparent_edge(tmp_path):
    pixels = np.zeros((800, 800, 4), np.uint8)
    pixels[:, :401] = (200, 30, 40, 255)
    pixels[:, 401:] = (0, 255, 0, 0)
    path = tmp_path / "a.png"
    path.write_bytes(encoded(Image.fromarray(pixels), "PNG"))
    specification = next(one for one in SPECIFICATIONS if one.name == "thumb_320_webp")
    file = run(path, tmp_path / "s", [specification]).files["thumb_320_webp"]
    with Image.open(file.path) as image:
        small = np.asarray(image.convert("RGBA")).astype(int)
    edge = small[:, 155:166]
    seen = edge[edge[..., 3] > 40]
    assert (seen[:, 1] < 90).all()


@pytest.fixture
def asset(team, contributor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        return ingest(io.BytesIO(jpeg(400, 500)), filename="a.jpg", team=team, user=contributor)


def test_an_upload_submits_one_job_of_one_step(asset):
    job = Job.objects.get()
    assert (job.kind, job.source, job.created_by) == ("renditions", asset.current_version, None)
    assert [step.key for step in job.steps.all()] == ["render"]


def test_finishing_records_the_renditions_and_the_asset_is_ready(asset, tmp_path):
    job = Job.objects.get()
    step = job.steps.get()
    version = asset.current_version
    with blobs.local_path(version.blob) as path:
        outcome = run(path, tmp_path / "s", wanted_for(500, 400, "photograph"))
    for name, file in outcome.files.items():
        stored = blobs.store(
            file.path, storage=file.storage, media_type=file.media_type, prefix="steps/x/1"
        )
        StepFile.objects.create(step=step, name=name, blob=blobs.adopt(stored))
    step.result = dict(outcome.result)
    step.save()
    assert Renditions().finish(job, {"render": step}) == "complete"
    asset.refresh_from_db()
    assert asset.status == AssetStatus.READY
    sizes = {one.specification: (one.width, one.height) for one in version.renditions.all()}
    assert sizes["thumb_320_webp"] == (320, 256)
    assert sizes["grid_640_webp"] == (500, 400)
    assert str(version.fingerprint) == outcome.result["print"]


def test_the_same_picture_at_another_size_and_quality_looks_alike(tmp_path):
    prints = []
    blocks = np.random.default_rng(7).integers(0, 255, (12, 12, 3), np.uint8)
    cloth = Image.fromarray(blocks).resize((900, 900), Image.Resampling.BICUBIC)
    for name, side, quality in (("a", 900, 92), ("b", 450, 60)):
        path = tmp_path / f"{name}.jpg"
        picture = cloth.resize((side, side))
        picture.save(path, quality=quality)
        prints.append(run(path, tmp_path / name, wanted_for(side, side, "photograph")).result)
    one, other = (signed(result["print"]) for result in prints)
    assert distance(one, other) <= 4


def test_a_step_that_fails_for_good_marks_the_asset(asset):
    job = Job.objects.get()
    error = {"code": "photo.unreadable", "message": "Damaged."}
    job.steps.update(status=StepStatus.FAILED, error=error)
    settle(job.pk)
    job.refresh_from_db()
    asset.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert asset.status == AssetStatus.ERROR


def test_a_job_that_is_cancelled_marks_the_asset_too(asset):
    """Or it would be taken in for ever, and every job be told to wait for it."""
    job = Job.objects.get()
    cancel(job)
    settle(job.pk)
    job.refresh_from_db()
    asset.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert asset.status == AssetStatus.ERROR


def test_a_models_pictures_come_from_its_views(team, contributor, collection, tmp_path):
    write_glb(tmp_path / "a.glb", ball())
    asset = ingest(
        tmp_path / "a.glb", filename="a.glb", team=team, user=contributor, collection=collection
    )
    job = Job.objects.get()
    step = job.steps.get()
    assert step.handler == "apps.jobs.providers.local.model_3d.views:make_views@1"
    assert step.params == {"backdrop": collection.backdrop}
    named = [*(one.name for one in SPECIFICATIONS), "turntable_mp4", "turntable_webp", "poster"]
    for name in named:
        film = name == "turntable_mp4"
        (tmp_path / name).write_bytes(name.encode())
        stored = blobs.store(
            tmp_path / name,
            storage="renditions",
            media_type="video/mp4" if film else "image/webp",
            prefix="steps/y/1",
        )
        StepFile.objects.create(step=step, name=name, blob=blobs.adopt(stored))
    step.result = {"sizes": {name: [480, 480] for name in named}}
    step.save()
    assert Renditions().finish(job, {"render": step}) == "complete"
    asset.refresh_from_db()
    version = asset.current_version
    assert asset.status == AssetStatus.READY
    assert {one.specification for one in version.renditions.all()} == set(named) - {"poster"}
    assert len(picture_sources(version)) == len(SPECIFICATIONS)
    assert turntable(version)["mp4"]
