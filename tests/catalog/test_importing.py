import os

import pytest
from django.core.files.storage import storages

from apps.assets.models import Asset, Blob
from apps.catalog import importing
from apps.catalog.importing import import_folder
from apps.catalog.models import Photograph, Product, Variant
from skyy.api.errors import Code, Problem


@pytest.fixture
def run(team, contributor):
    def run(folder, **more):
        return import_folder(folder, team=team, user=contributor, **more)

    return run


def stored_files():
    try:
        return sum(len(files) for _at, _folders, files in os.walk(storages["originals"].location))
    except FileNotFoundError:
        return 0


def manifest(folder, *lines, header="sku,file,category,collection"):
    (folder / "manifest.csv").write_text("\n".join([header, *lines]))


def test_without_a_manifest_every_picture_is_a_product_named_by_its_file(
    run, tmp_path, write_picture
):
    write_picture(tmp_path / "Mantel 12.jpg", (1, 2, 3))
    write_picture(tmp_path / "bag_front.jpg", (4, 5, 6))
    write_picture(tmp_path / "bag_back.jpg", (7, 8, 9))
    (tmp_path / "notes.txt").write_text("not for import")
    (tmp_path / ".hidden.jpg").write_text("nor this")
    (tmp_path / "masks").mkdir()
    report = run(tmp_path)
    assert [(done.file, done.sku, done.photograph.view) for done in report.imported] == [
        ("Mantel 12.jpg", "Mantel 12", "front"),
        ("bag_back.jpg", "bag", "back"),
        ("bag_front.jpg", "bag", "front"),
    ]
    assert report.refusals == []
    assert Product.objects.count() == 2


def test_a_manifest_decides_sku_category_and_collection(run, tmp_path, write_picture, collection):
    write_picture(tmp_path / "a.jpg")
    write_picture(tmp_path / "unlisted.jpg", (9, 9, 9))
    manifest(tmp_path, "SR-BAG-001,a.jpg,bag,black_rose")
    [done] = run(tmp_path).imported
    product = done.photograph.variant.product
    assert (product.category, product.collection) == ("bag", collection)
    assert done.photograph.asset.collection == collection
    assert done.photograph.asset.current_version.source == "import"
    assert Asset.objects.count() == 1


def test_a_photograph_of_a_known_sku_joins_its_variant(run, tmp_path, write_picture, noir):
    write_picture(tmp_path / f"{noir.sku}.jpg")
    [done] = run(tmp_path).imported
    assert done.photograph.variant == noir
    assert Product.objects.count() == 1


def test_a_second_run_imports_nothing_twice(run, tmp_path, write_picture):
    write_picture(tmp_path / "a.jpg", (1, 2, 3))
    write_picture(tmp_path / "b.jpg", (4, 5, 6))
    first = run(tmp_path)
    write_picture(tmp_path / "c.jpg", (7, 8, 9))
    second = run(tmp_path)
    assert [done.new for done in first.imported] == [True, True]
    assert [done.new for done in second.imported] == [False, False, True]
    assert [d.photograph for d in second.imported][:2] == [d.photograph for d in first.imported]
    assert Asset.objects.count() == 3


def test_one_picture_under_two_skus_is_two_photographs(run, tmp_path, write_picture):
    write_picture(tmp_path / "a.jpg")
    write_picture(tmp_path / "b.jpg")
    run(tmp_path)
    assert (Photograph.objects.count(), Blob.objects.count()) == (2, 1)


def test_an_import_that_died_halfway_is_taken_up_where_it_stopped(
    run, tmp_path, write_picture, monkeypatch
):
    write_picture(tmp_path / "a.jpg")

    class Killed(BaseException):
        pass

    def die(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(importing, "attach_photograph", die)
        with pytest.raises(Killed):
            run(tmp_path)
    assert (Asset.objects.count(), Variant.objects.count()) == (1, 0)
    run(tmp_path)
    assert (Asset.objects.count(), Photograph.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("text.jpg", b"I am no picture.", Code.UPLOAD_UNSUPPORTED),
        ("empty.jpg", b"", Code.UPLOAD_EMPTY),
    ],
)
def test_what_is_no_photograph_fails_alone_and_leaves_nothing(
    run, tmp_path, write_picture, name, content, code
):
    (tmp_path / name).write_bytes(content)
    write_picture(tmp_path / "good.jpg")
    files = stored_files()
    report = run(tmp_path)
    assert [(r.file, r.sku, r.code) for r in report.refusals] == [
        (name, name.split(".")[0], code.value)
    ]
    assert report.refusals[0].message
    assert [done.file for done in report.imported] == ["good.jpg"]
    assert stored_files() == files + 1
    assert (Asset.objects.count(), Product.objects.count()) == (1, 1)


def test_a_truncated_photograph_fails_alone(run, tmp_path, write_picture):
    whole = write_picture(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(whole[: len(whole) // 2])
    [refusal] = run(tmp_path).refusals
    assert refusal.code == Code.PHOTO_TRUNCATED
    assert not Asset.objects.exists()
    assert not Product.objects.exists()


def test_faults_of_manifest_lines_are_told_by_line_and_the_others_go_on(
    run, tmp_path, write_picture, collection
):
    write_picture(tmp_path / "a.jpg")
    manifest(
        tmp_path,
        "A,a.jpg,dress,black_rose",
        "B,missing.jpg,dress,black_rose",
        "C,a2.jpg,dress,moonlight",
        "D,../../etc/passwd,dress,black_rose",
        ",nameless.jpg,dress,black_rose",
    )
    report = run(tmp_path)
    assert [done.sku for done in report.imported] == ["A"]
    assert [(r.sku, r.code) for r in report.refusals] == [
        ("B", Code.MANIFEST_FILE_MISSING),
        ("C", Code.COLLECTION_UNKNOWN),
        ("D", Code.UPLOAD_BAD_NAME),
        ("", Code.MANIFEST_INVALID),
    ]
    assert "black_rose" in report.refusals[1].message
    assert Product.objects.count() == 1


def test_a_folder_that_is_not_there(run, tmp_path):
    for path in (tmp_path / "nowhere", tmp_path / "file"):
        (tmp_path / "file").write_text("x")
        with pytest.raises(Problem) as caught:
            run(path)
        assert caught.value.code == Code.FOLDER_MISSING


def test_an_empty_folder(run, tmp_path):
    with pytest.raises(Problem) as caught:
        run(tmp_path)
    assert caught.value.code == Code.FOLDER_EMPTY


def deny(*_args, **_more):
    raise PermissionError(13, "Permission denied")


def test_a_folder_without_permission(run, tmp_path, monkeypatch):
    monkeypatch.setattr(importing.os, "scandir", deny)
    with pytest.raises(Problem) as caught:
        run(tmp_path)
    assert caught.value.code == Code.FOLDER_UNREADABLE
    assert "Permission denied" in caught.value.message


def test_a_file_without_permission_fails_alone(run, tmp_path, write_picture, monkeypatch):
    write_picture(tmp_path / "a.jpg", (1, 2, 3))
    write_picture(tmp_path / "locked.jpg", (4, 5, 6))
    opened = type(tmp_path).open

    def opening(path, *args, **more):
        return deny() if path.name == "locked.jpg" else opened(path, *args, **more)

    monkeypatch.setattr(type(tmp_path), "open", opening)
    report = run(tmp_path)
    assert [(r.file, r.code) for r in report.refusals] == [("locked.jpg", Code.FILE_UNREADABLE)]
    assert len(report.imported) == 1


def test_a_pipe_is_not_read_for_ever(run, tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    assert {r.code for r in run(tmp_path).refusals} == {Code.FILE_UNREADABLE}


def test_progress_is_told_file_by_file(run, tmp_path, write_picture):
    for number in range(3):
        write_picture(tmp_path / f"{number}.jpg", (number, 0, 0))
    told = []
    run(tmp_path, on_progress=lambda *facts: told.append(facts))
    assert told == [(1, 3, "0.jpg"), (2, 3, "1.jpg"), (3, 3, "2.jpg")]


def test_renditions_are_asked_for_once_per_new_photograph(
    run, tmp_path, write_picture, asked_renditions
):
    write_picture(tmp_path / "a.jpg")
    run(tmp_path)
    run(tmp_path)
    assert len(asked_renditions) == 1


def test_a_name_that_is_no_utf8_fails_alone(run, tmp_path, write_picture):
    write_picture(tmp_path / "a.jpg")
    write_picture(tmp_path / os.fsdecode(b"caf\xe9.jpg"), (9, 9, 9))
    report = run(tmp_path)
    assert [(r.file, r.sku, r.code) for r in report.refusals] == [
        ("caf\\xe9.jpg", "caf-", Code.UPLOAD_BAD_NAME)
    ]
    assert "UTF-8" in report.refusals[0].message
    assert len(report.imported) == 1


def test_a_name_with_control_characters_is_told_without_them(run, tmp_path, write_picture):
    write_picture(tmp_path / "a\x1b[2J\n.jpg")
    [refusal] = run(tmp_path).refusals
    assert (refusal.file, refusal.code) == ("a\\x1b[2J\\n.jpg", Code.UPLOAD_BAD_NAME)


def test_a_link_to_nothing_is_called_that(run, tmp_path):
    (tmp_path / "a.jpg").symlink_to(tmp_path / "nowhere")
    [refusal] = run(tmp_path).refusals
    assert refusal.code == Code.FILE_UNREADABLE
    assert "manifest" not in refusal.message
