"""Pictures that came before fingerprints were kept get theirs, whatever stopped it in between."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from PIL import Image

from apps.assets import blobs, renditions
from apps.assets.duplicates import backfilling
from apps.assets.duplicates.looking import distance, signed
from apps.assets.imaging import encode
from apps.assets.imaging.decode import open_picture
from apps.assets.imaging.looks import print_of
from apps.assets.models import DuplicatePair, Fingerprint, Version, VersionSource
from apps.assets.specifications import SPECIFICATIONS
from tests.assets.pictures import encoded, jpeg
from tests.photographs import as_jpeg, garment


@pytest.fixture
def came(make_asset, tmp_path):
    """A picture that came long ago, with its renditions."""

    def make(data: bytes, *, shown: bool = True, **fields) -> Version:
        version = make_asset(data, **fields).current_version
        if shown:
            picture = open_picture(io.BytesIO(data))
            for specification in SPECIFICATIONS[:2]:
                path = Path(tmp_path / f"{version.pk}.webp")
                encode.write_webp(path, picture.pixels, quality=80)
                stored = blobs.store(
                    path, storage="renditions", media_type="image/webp", prefix="steps"
                )
                with blobs.recording(stored):
                    renditions.record(version, specification, blobs.adopt(stored), 160, 120)
        return version

    return make


def run(capsys, *arguments: str) -> str:
    call_command("fingerprints", *arguments)
    return capsys.readouterr().out.strip()


def test_what_looks_alike_is_found_among_what_came_before(came, capsys):
    pixels, _ = garment()
    data = as_jpeg(pixels)
    first, second = came(data), came(encoded(Image.fromarray(pixels), "PNG"))
    DuplicatePair.objects.all().delete()
    assert run(capsys) == "2 made, 1 pairs look alike"
    pair = DuplicatePair.objects.get()
    assert {pair.first_id, pair.second_id} == {first.asset_id, second.asset_id}
    made = open_picture(io.BytesIO(data))
    exact = signed(print_of(made.pixels, made.alpha))
    assert distance(Fingerprint.objects.get(version=first).bits, exact) <= 4
    assert run(capsys) == "Every picture has its fingerprint."


def test_what_was_stopped_goes_on_with_the_others(came, monkeypatch, capsys):
    versions = [came(jpeg(120 + number)) for number in range(5)]
    real, asked = backfilling.remember, []

    def stop(version, print_hex):
        asked.append(version.pk)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return real(version, print_hex)

    monkeypatch.setattr(backfilling, "remember", stop)
    with pytest.raises(KeyboardInterrupt):
        run(capsys, "--batch", "2")
    assert Fingerprint.objects.count() == 2
    capsys.readouterr()
    assert run(capsys, "--batch", "2").splitlines()[-1].startswith("3 made")
    assert asked == [one.pk for one in (*versions[:3], *versions[2:])]
    assert Fingerprint.objects.count() == 5


def test_what_cannot_be_read_yet_is_told_and_holds_up_nobody(came, capsys, caplog):
    came(jpeg(130), shown=False)
    broken = came(jpeg(131))
    came(jpeg(132))
    key = broken.renditions.first().blob.key
    storages["renditions"].delete(key)
    storages["renditions"].save(key, ContentFile(b"broken"))
    assert run(capsys, "--batch", "1").splitlines()[-1] == (
        "1 made, 0 pairs look alike, 1 have no rendition yet, 1 cannot be read"
    )
    assert str(broken.pk) in caplog.text


def test_what_jobs_made_and_what_is_no_picture_get_none(came, make_asset, capsys):
    made = came(jpeg())
    Version.objects.filter(pk=made.pk).update(source=VersionSource.JOB)
    make_asset(b"%PDF-1.4\n/Type /Page\nstartxref\n0\n%%EOF", filename="a.pdf", role="document")
    assert run(capsys) == "Every picture has its fingerprint."


def test_no_more_are_looked_at_than_asked(came, capsys):
    for number in range(3):
        came(jpeg(120 + number))
    assert run(capsys, "--most", "2").startswith("2 made")
    assert Fingerprint.objects.count() == 2
