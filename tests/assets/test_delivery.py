import pytest

from apps.accounts.roles import Role
from apps.assets.renditions import record
from apps.assets.specifications import SPECIFICATIONS
from tests.assets.pictures import jpeg


@pytest.fixture
def viewer(browser, person):
    return browser(person(Role.READ_ONLY))


@pytest.fixture
def address(make_asset):
    return f"/media/versions/{make_asset().current_version.pk}/"


def test_an_original_is_sent_cached_and_never_executed(viewer, address):
    answer = viewer.get(address)
    assert answer.content == jpeg()
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("inline")
    assert viewer.get(address + "?download")["Content-Disposition"].startswith("attachment")


def test_what_is_known_is_not_sent_again(viewer, address):
    etag = viewer.get(address)["ETag"]
    answer = viewer.get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["ETag"] == etag


@pytest.mark.parametrize("known", ["*", "W/{etag}", '"other", {etag}'])
def test_what_is_known_by_any_name_is_not_sent_again(viewer, address, known):
    etag = viewer.get(address)["ETag"]
    condition = {"If-None-Match": known.format(etag=etag)}
    assert viewer.get(address, headers=condition).status_code == 304
    assert viewer.head(address, headers=condition).status_code == 304
    # What is known comes before what part is wanted.
    assert viewer.get(address, headers=condition | {"Range": "bytes=0-9"}).status_code == 304


def test_something_else_known_is_no_reason_to_send_nothing(viewer, address):
    assert viewer.get(address, headers={"If-None-Match": '"other"'}).content == jpeg()


def test_a_part_is_sent_only_of_the_file_it_was_begun_with(viewer, address):
    etag = viewer.get(address)["ETag"]
    part = {"Range": "bytes=0-9"}
    assert viewer.get(address, headers=part | {"If-Range": etag}).status_code == 206
    for other in ('"other"', f"W/{etag}", "Wed, 21 Oct 2026 07:28:00 GMT"):
        answer = viewer.get(address, headers=part | {"If-Range": other})
        assert (answer.status_code, answer.content) == (200, jpeg())
        assert "Content-Range" not in answer


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=0-", 0, None),
        ("Bytes= 3-4 ", 3, 5),
    ],
)
def test_a_range_is_sent(viewer, address, asked, start, end):
    answer = viewer.get(address, headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.content == jpeg()[start:end]
    assert answer["Content-Range"].endswith(f"/{len(jpeg())}")


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-3"])
def test_a_range_outside_is_refused(viewer, address, asked):
    answer = viewer.get(address, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(jpeg())}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=-", "lines=1-2", "bytes=a-b"])
def test_any_other_range_is_answered_with_everything(viewer, address, asked):
    answer = viewer.get(address, headers={"Range": asked})
    assert answer.status_code == 200
    assert answer.content == jpeg()


def test_head_has_the_headers_and_no_bytes(viewer, address):
    answer = viewer.head(address)
    assert answer.content == b""
    assert answer["Content-Length"] == str(len(jpeg()))


def test_a_range_is_nothing_to_head(viewer, address):
    answer = viewer.head(address, headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(jpeg())))
    assert answer["Accept-Ranges"] == "bytes"


def test_a_large_file_is_streamed(viewer, make_asset):
    data = jpeg() + bytes(range(256)) * 8000
    version = make_asset(data).current_version
    answer = viewer.get(f"/media/versions/{version.pk}/")
    assert answer.streaming
    assert b"".join(answer.streaming_content) == data


async def test_a_large_file_is_streamed_without_being_read_whole_under_asgi(
    transactional_db, async_client
):
    from asgiref.sync import sync_to_async

    data = jpeg() + bytes(range(256)) * 8000

    def prepared():
        import io

        from apps.accounts.models import Team, User
        from apps.assets import ports
        from apps.assets.ingest import ingest
        from apps.jobs.connections import submit_renditions

        ports.request_renditions.fill(lambda version_id: None)
        try:
            team, _ = Team.objects.get_or_create(name="Streamed")
            user = User.objects.create(username="streamer", role=Role.READ_ONLY, team=team)
            asset = ingest(io.BytesIO(data), filename="a.jpg", team=team, user=user)
        finally:
            ports.request_renditions.fill(submit_renditions)
        return user, asset.current_version_id

    user, version_id = await sync_to_async(prepared)()
    await async_client.aforce_login(user)
    answer = await async_client.get(f"/media/versions/{version_id}/")
    assert answer.is_async
    assert b"".join([piece async for piece in answer.streaming_content]) == data


def test_files_are_for_those_who_may_see_them(client, browser, person, other_team, address):
    assert client.get(address).status_code == 302
    stranger = browser(person(Role.ADMIN, team=other_team))
    assert stranger.get(address).status_code == 404


def test_a_rendition_is_sent_under_its_own_address(viewer, browser, person, other_team, make_asset):
    version = make_asset().current_version
    rendition = record(version, SPECIFICATIONS[0], version.blob, 160, 120)
    address = f"/media/renditions/{rendition.pk}/"
    assert viewer.get(address).content == jpeg()
    stranger = browser(person(Role.ADMIN, team=other_team))
    assert stranger.get(address).status_code == 404


def test_a_file_that_is_lost_is_told_without_a_crash(viewer, make_asset):
    from django.core.files.storage import storages

    version = make_asset().current_version
    storages["originals"].delete(version.blob.key)
    assert viewer.get(f"/media/versions/{version.pk}/").status_code == 503
