import hashlib
import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from apps.assets import blobs
from apps.assets.models import Blob
from skyy.api.errors import Code, Problem


@pytest.fixture
def stored(db, tmp_path):
    path = tmp_path / "made.png"
    path.write_bytes(b"some bytes")
    return blobs.store(path, storage="originals", media_type="image/png", prefix="steps/1/1")


def grow_old(blob: Blob) -> None:
    Blob.objects.filter(pk=blob.pk).update(created_at=timezone.now() - timedelta(hours=2))


def test_a_stored_file_lies_under_its_own_key_with_its_hash(stored):
    assert stored.key.startswith("steps/1/1/")
    assert stored.key.endswith(".png")
    assert stored.size == 10
    assert stored.sha256 == hashlib.sha256(b"some bytes").hexdigest()
    assert storages["originals"].exists(stored.key)


def test_adopting_known_bytes_keeps_the_first_file(
    stored, tmp_path, django_capture_on_commit_callbacks
):
    first = blobs.adopt(stored)
    again = blobs.store(
        tmp_path / "made.png", storage="originals", media_type="image/png", prefix="steps/2/1"
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert blobs.adopt(again) == first
    assert storages["originals"].exists(first.key)
    assert not storages["originals"].exists(again.key)


def test_the_storages_do_not_share_rows(stored, tmp_path):
    other = blobs.store(
        tmp_path / "made.png", storage="renditions", media_type="image/png", prefix="r"
    )
    assert blobs.adopt(stored) != blobs.adopt(other)


def test_a_local_path_reads_the_bytes(stored):
    with blobs.local_path(blobs.adopt(stored)) as path:
        assert path.read_bytes() == b"some bytes"


def test_a_storage_without_paths_gives_a_copy(stored, monkeypatch):
    def no_path(name):
        raise NotImplementedError

    blob = blobs.adopt(stored)
    monkeypatch.setattr(storages["originals"], "path", no_path)
    monkeypatch.setattr(storages["originals"], "open", lambda name, mode: io.BytesIO(b"some bytes"))
    with blobs.local_path(blob) as path:
        assert path.read_bytes() == b"some bytes"
    assert not path.exists()


def test_a_lost_file_is_a_problem_and_no_crash(stored):
    blob = blobs.adopt(stored)
    storages["originals"].delete(blob.key)
    with pytest.raises(Problem) as problem, blobs.local_path(blob):
        pass
    assert problem.value.code == Code.STORAGE_FAILED


def test_the_sweep_removes_what_nothing_points_at(stored, django_capture_on_commit_callbacks):
    blob = blobs.adopt(stored)
    grow_old(blob)
    with django_capture_on_commit_callbacks(execute=True):
        assert blobs.sweep() == 1
    assert not Blob.objects.exists()
    assert not storages["originals"].exists(stored.key)


def test_the_sweep_spares_the_young_and_the_used(
    stored, make_asset, django_capture_on_commit_callbacks
):
    young = blobs.adopt(stored)
    used = make_asset().current_version.blob
    grow_old(used)
    with django_capture_on_commit_callbacks(execute=True):
        assert blobs.sweep() == 0
    assert set(Blob.objects.all()) == {young, used}


def test_every_relation_to_a_blob_counts_as_a_use(make_asset):
    from apps.jobs.models import CacheEntry, CacheFile

    blob = make_asset().current_version.blob
    entry = CacheEntry.objects.create(key="0" * 64, handler="x@1")
    CacheFile.objects.create(entry=entry, name="f", blob=blob)
    blob.versions.all()[0].asset.delete()
    assert blob not in blobs.unreferenced()


def test_old_files_without_a_row_are_swept(db, monkeypatch):
    storage = storages["renditions"]
    key = storage.save("lost/old.bin", ContentFile(b"x"))
    young = storage.save("lost/young.bin", ContentFile(b"x"))
    asked = storage.get_modified_time
    age = {key: timedelta(days=2)}
    monkeypatch.setattr(
        storage, "get_modified_time", lambda name: asked(name) - age.get(name, timedelta())
    )
    assert blobs.sweep() == 1
    assert not storage.exists(key)
    assert storage.exists(young)
    storage.delete(young)
