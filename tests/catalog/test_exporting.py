import asyncio
import csv
import io
import zipfile

import pytest
from django.core.files.storage import storages
from django.test import AsyncRequestFactory
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import AuditEntry
from apps.assets import lifecycle
from apps.assets.models import Rights
from apps.catalog.exporting import COLUMNS, harmless, prepare
from apps.catalog.pages.export import sent
from apps.catalog.photographs import attach_photograph
from skyy.api.errors import Code, Problem


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def table(archive):
    text = archive.read("metadata.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_zip_holds_the_originals_under_their_names_and_a_table(noir, make_asset, contributor):
    assets = [make_asset() for _ in range(3)]
    attach_photograph(noir, assets[0], "back")
    lifecycle.edit(assets[0], tags=["bag", "aw26"], description="Line one\nline two")
    Rights.objects.create(asset=assets[0], owner="Reuben", territories=["FR", "DE"])
    made = prepare(contributor, [asset.pk for asset in assets])
    content = b"".join(made.pieces())
    assert len(content) == made.size
    archive = opened(content)
    assert archive.testzip() is None
    rows = table(archive)
    assert [row["file"] for row in rows] == archive.namelist()[1:]
    assert list(rows[0]) == list(COLUMNS)
    row = next(row for row in rows if row["asset_id"] == str(assets[0].pk))
    assert row["file"] == f"{noir.sku}-photograph-back.jpg"
    assert (row["sku"], row["view"], row["tags"]) == (noir.sku, "back", "aw26, bag")
    assert (row["rights_owner"], row["territories"]) == ("Reuben", "FR DE")
    assert row["description"] == "Line one\nline two"
    for row in rows:
        stored = archive.read(row["file"])
        assert len(stored) == int(row["bytes"])
    version = assets[0].current_version
    with storages["originals"].open(version.blob.key) as file:
        assert archive.read(f"{noir.sku}-photograph-back.jpg") == file.read()


def test_a_template_of_ones_own_names_the_files(noir, make_asset, contributor):
    asset = make_asset()
    attach_photograph(noir, asset, "back")
    made = prepare(contributor, [asset.pk], template="{view} of {sku}")
    assert made.files[0][0] == f"back of {noir.sku}.jpg"
    with pytest.raises(Problem):
        prepare(contributor, [asset.pk], template="../{sku}")


def test_what_cannot_be_sent_is_refused_before_the_first_byte(make_asset, contributor, stranger):
    asset = make_asset()
    for ids in ([], [asset.pk, noone := make_asset().pk]):
        lifecycle.delete(type(asset).objects.get(pk=noone)) if ids else None
        with pytest.raises(Problem):
            prepare(contributor, ids)
    with pytest.raises(Problem) as caught:
        prepare(stranger, [asset.pk])
    assert caught.value.code == Code.NOT_FOUND


def test_rights_are_asked_where_the_use_is_named(make_asset, contributor):
    asset = make_asset()
    Rights.objects.create(asset=asset, channels=["print"], territories=["FR"])
    assert prepare(contributor, [asset.pk]).files
    assert prepare(contributor, [asset.pk], channel="print", territory="FR").files
    for use, code in (
        ({"channel": "showcase"}, Code.RIGHTS_CHANNEL),
        ({"territory": "IT"}, Code.RIGHTS_TERRITORY),
    ):
        with pytest.raises(Problem) as caught:
            prepare(contributor, [asset.pk], **use)
        assert caught.value.code == code


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "  =cmd|' /C calc'!A0"]
)
def test_no_cell_is_taken_for_a_formula(cell):
    assert harmless(cell).startswith("'")


@given(st.text(max_size=40))
def test_a_harmless_cell_stays_what_it_is_and_can_be_read_back(cell):
    safe = harmless(cell)
    assert safe.lstrip()[:1] not in {"=", "+", "-", "@"}
    written = io.StringIO()
    csv.writer(written).writerow([safe])
    (row,) = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert row[0].replace("\r\n", "\n") == safe.replace("\r\n", "\n")


def test_names_of_an_export_cannot_leave_its_folder(make_asset, contributor):
    asset = make_asset()
    version = asset.current_version
    version.filename = "..\\..\\evil.jpg"
    version.save()
    ((name, _blob),) = prepare(contributor, [asset.pk]).files
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")


def test_many_take_as_many_queries_as_few(make_asset, contributor, django_assert_max_num_queries):
    assets = [make_asset() for _ in range(15)]
    for part in (assets[:2], assets):
        with django_assert_max_num_queries(12):
            prepare(contributor, [asset.pk for asset in part])


def test_an_export_is_written_down(make_asset, contributor):
    prepare(contributor, [make_asset().pk])
    entry = AuditEntry.objects.get(happening="export.made")
    assert (entry.person, entry.after["assets"]) == (contributor, 1)


def test_the_page_and_the_api_send_it_piece_by_piece(browser, api, make_asset, contributor):
    assets = [make_asset(), make_asset()]
    ids = [str(asset.pk) for asset in assets]
    answer = browser(contributor).get("/library/export/", {"asset": ids})
    assert answer.streaming
    content = b"".join(answer.streaming_content)
    assert int(answer.headers["Content-Length"]) == len(content)
    assert len(table(opened(content))) == 2
    answer = api(contributor).post("/api/v1/assets/export/", {"asset_ids": ids}, format="json")
    assert answer.headers["Content-Type"] == "application/zip"
    assert len(opened(b"".join(answer.streaming_content)).namelist()) == 3
    nothing = browser(contributor).get("/library/export/", follow=True)
    assert "Choose 1 to 5000 assets." in nothing.content.decode()
    wrong = api(contributor).post("/api/v1/assets/export/", {"asset_ids": []}, format="json")
    assert wrong.status_code == 400


def test_under_an_async_server_pieces_are_made_when_they_are_asked_for(make_asset, contributor):
    made = prepare(contributor, [make_asset().pk])
    response = sent(AsyncRequestFactory().get("/"), made)

    async def collect():
        return b"".join([piece async for piece in response])

    assert opened(asyncio.run(collect())).testzip() is None


def test_a_file_that_is_lost_cuts_the_answer_off(make_asset, contributor):
    asset = make_asset()
    made = prepare(contributor, [asset.pk])
    storages["originals"].delete(asset.current_version.blob.key)
    with pytest.raises(Problem) as caught:
        b"".join(made.pieces())
    assert caught.value.code == Code.STORAGE_FAILED
