import io
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.assets import blobs, ports
from apps.assets.ingest import ingest
from apps.assets.lifecycle import edit
from apps.assets.models import Asset, AssetStatus, Blob, Version, VersionSource
from skyy.api.errors import Code, Problem
from tests.assets.content.made import film, sound
from tests.assets.pictures import encoded, frames, jpeg, png_bomb


def files(folder: str = "") -> set[str]:
    """Keys in the storage of originals, whatever it is."""
    storage = storages["originals"]
    if not folder and isinstance(storage, FileSystemStorage):
        Path(storage.location).mkdir(parents=True, exist_ok=True)
    folders, names = storage.listdir(folder)
    found = {f"{folder}/{name}" for name in names}
    return found.union(*(files(f"{folder}/{name}".lstrip("/")) for name in folders))


@pytest.fixture
def nothing_left(db):
    before = files()
    yield
    assert Asset.objects.count() == Version.objects.count() == Blob.objects.count() == 0
    assert files() == before


def test_a_photograph_becomes_an_asset_with_its_first_version(
    team, contributor, collection, asked_for
):
    asset = ingest(
        io.BytesIO(jpeg()),
        filename="SR-BAG-001.jpg",
        team=team,
        user=contributor,
        collection=collection,
    )
    version = asset.current_version
    assert version is not None
    assert (asset.name, asset.kind, asset.role) == ("SR-BAG-001", "image", "photograph")
    assert asset.status == AssetStatus.PROCESSING
    assert (version.number, version.width, version.height) == (1, 160, 120)
    assert version.facts["format"] == "JPEG"
    assert version.source == VersionSource.UPLOAD
    assert asked_for == [version.pk]
    with blobs.open_blob(version.blob) as stored:
        assert stored.read() == jpeg()


def test_a_path_and_an_uploaded_file_are_taken(team, contributor, asked_for, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg())
    uploaded = SimpleUploadedFile("a.jpg", jpeg(), content_type="text/html")
    for source in (path, uploaded):
        asset = ingest(source, filename="a.jpg", team=team, user=contributor)
        assert asset.current_version is not None
        assert asset.current_version.blob.media_type == "image/jpeg"


def test_the_content_decides_and_not_the_name(team, contributor, asked_for):
    data = encoded(frames(1)[0], "PNG")
    asset = ingest(io.BytesIO(data), filename="really.jpg", team=team, user=contributor)
    assert asset.current_version is not None
    assert asset.current_version.blob.media_type == "image/png"


def test_the_same_bytes_twice_make_two_assets_over_one_file(
    make_asset, django_capture_on_commit_callbacks
):
    before = files()
    with django_capture_on_commit_callbacks(execute=True):
        one, other = make_asset(), make_asset(filename="again.jpg")
    assert one.pk != other.pk
    assert one.current_version.blob == other.current_version.blob
    assert len(files() - before) == 1


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "a.jpg", Code.UPLOAD_EMPTY),
        (b"no picture", "a.jpg", Code.UPLOAD_UNSUPPORTED),
        (jpeg()[:2000], "a.jpg", Code.PHOTO_TRUNCATED),
        (png_bomb(), "a.png", Code.PHOTO_TOO_MANY_PIXELS),
        (jpeg(height=50, width=50), "a.jpg", Code.PHOTO_TOO_SMALL),
        (jpeg(), "../a.jpg", Code.UPLOAD_BAD_NAME),
        (jpeg(), "a\0.jpg", Code.UPLOAD_BAD_NAME),
    ],
)
def test_a_refusal_leaves_neither_row_nor_file(
    nothing_left, team, contributor, asked_for, data, filename, code
):
    with pytest.raises(Problem) as refusal:
        ingest(io.BytesIO(data), filename=filename, team=team, user=contributor)
    assert refusal.value.code == code
    assert asked_for == []


def test_a_file_over_the_limit_is_refused_unless_imported(
    team, contributor, asked_for, settings, tmp_path
):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update={"max_upload_megabytes": 1})
    path = tmp_path / "big.jpg"
    path.write_bytes(jpeg() + b"\0" * 1_000_001)
    with pytest.raises(Problem) as refusal:
        ingest(path, filename="big.jpg", team=team, user=contributor)
    assert refusal.value.code == Code.UPLOAD_TOO_LARGE
    ingest(path, filename="b.jpg", team=team, user=contributor, source=VersionSource.IMPORT)


class Breaking(FileSystemStorage):
    """Writes half a file and fails, as a full disk does."""

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(1000))
        raise OSError("No space left on device")


def test_a_storage_that_fails_in_the_middle_leaves_nothing(
    nothing_left, team, contributor, asked_for, monkeypatch, tmp_path
):
    with monkeypatch.context() as broken:
        broken.setitem(storages._storages, "originals", Breaking(location=tmp_path))
        with pytest.raises(Problem) as refusal:
            ingest(io.BytesIO(jpeg()), filename="a.jpg", team=team, user=contributor)
    assert refusal.value.code == Code.STORAGE_FAILED
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_failure_while_recording_takes_the_file_back(nothing_left, team, contributor, asked_for):
    def fail(version_id):
        raise RuntimeError("no work today")

    ports.request_renditions.fill(fail)
    with pytest.raises(RuntimeError):
        ingest(io.BytesIO(jpeg()), filename="a.jpg", team=team, user=contributor)


@pytest.mark.django_db(transaction=True)
def test_a_failure_after_the_commit_keeps_the_file(person, asked_for):
    from django.db import transaction

    from apps.accounts.models import Team

    def fail():
        raise RuntimeError("the doorbell is broken")

    ports.request_renditions.fill(lambda version_id: transaction.on_commit(fail))
    team, _ = Team.objects.get_or_create(name="Kept")
    with pytest.raises(RuntimeError):
        ingest(io.BytesIO(jpeg()), filename="a.jpg", team=team, user=None)
    with blobs.open_blob(Blob.objects.get()) as stored:
        assert stored.read() == jpeg()


def test_a_sound_is_ready_at_once_and_asks_for_no_pictures(team, contributor, asked_for):
    data = io.BytesIO(sound(12))
    asset = ingest(data, filename="Voice.wav", team=team, user=contributor, role="voice_sample")
    assert (asset.kind, asset.role, asset.status) == ("audio", "voice_sample", AssetStatus.READY)
    assert asset.current_version.facts["seconds"] == pytest.approx(12)
    assert asked_for == []


@pytest.mark.parametrize("role", ["portrait", "voice_sample", "script"])
def test_a_role_that_a_file_cannot_have_is_not_given_afterwards(make_asset, role):
    asset = make_asset(film(), filename="a.mp4")
    with pytest.raises(Problem) as refusal:
        edit(asset, role=role)
    assert refusal.value.code == Code.UPLOAD_WRONG_KIND
    asset.refresh_from_db()
    assert asset.role == "film"
