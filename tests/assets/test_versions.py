import pytest

from apps.assets import lifecycle, versions
from apps.assets.models import AssetStatus, Blob, Lineage, VersionSource
from apps.assets.renditions import model_sources, picture_sources, record, turntable
from apps.assets.specifications import SPECIFICATIONS, fitted, wanted_for
from skyy.api.errors import Code, Problem
from tests.assets.pictures import encoded, frames


@pytest.fixture
def asset(make_asset):
    return make_asset()


def add(asset, number=2):
    blob = asset.current_version.blob
    return versions.add_version(
        asset,
        blob=blob,
        filename=f"{number}.jpg",
        width=160,
        height=120,
        source=VersionSource.JOB,
        user=None,
    )


def test_what_a_job_made_is_a_ready_asset_with_its_parents(asset, team, asked_for):
    parent = asset.current_version
    version = versions.derive(
        team=team,
        user=None,
        name="Mask",
        kind="image",
        role="mask",
        blob=parent.blob,
        filename="mask.png",
        width=160,
        height=120,
        parents=[parent],
        provenance={"job": "1"},
    )
    made = version.asset
    assert (made.status, made.current_version) == (AssetStatus.READY, version)
    assert version.source == VersionSource.JOB
    assert [link.parent for link in Lineage.objects.filter(child=version)] == [parent]
    assert asked_for == [parent.pk, version.pk]


def test_versions_count_up_and_the_newest_is_current(asset):
    assert [add(asset).number, add(asset).number] == [2, 3]
    asset.refresh_from_db()
    assert asset.current_version.number == 3


def test_going_back_is_a_new_version_that_shares_files_and_renditions(asset, asked_for):
    first = asset.current_version
    record(first, SPECIFICATIONS[0], first.blob, 160, 120)
    add(asset)
    asked_for.clear()
    back = versions.revert(asset, 1, None)
    assert back.number == 3
    assert back.blob == first.blob
    assert back.provenance["reverted_to"] == 1
    assert [one.specification for one in back.renditions.all()] == [SPECIFICATIONS[0].name]
    assert asked_for == []


def test_going_back_to_where_one_is_changes_nothing(asset):
    assert versions.revert(asset, 1, None) == asset.current_version
    assert asset.versions.count() == 1


def test_going_back_to_nowhere_is_refused(asset):
    with pytest.raises(Problem) as refusal:
        versions.revert(asset, 5, None)
    assert refusal.value.code == Code.NOT_FOUND


def test_pages_show_the_original_until_there_are_renditions(asset):
    version = asset.current_version
    assert [source["media_type"] for source in picture_sources(version)] == ["image/jpeg"]
    by_name = {one.name: one for one in SPECIFICATIONS}
    for name, width in [("grid_640_avif", 640), ("grid_640_webp", 640), ("thumb_320_webp", 320)]:
        record(version, by_name[name], version.blob, width, width)
    version.refresh_from_db()
    sources = picture_sources(version)
    assert [source["width"] for source in sources] == [320, 640, 640]


def test_a_format_no_browser_shows_waits_for_its_renditions(make_asset):
    version = make_asset(encoded(frames(1)[0], "TIFF"), filename="a.tif").current_version
    assert picture_sources(version) == []
    assert picture_sources(None) == []


def test_a_rendition_is_recorded_once(asset):
    version = asset.current_version
    one = record(version, SPECIFICATIONS[0], version.blob, 1, 1)
    assert record(version, SPECIFICATIONS[0], version.blob, 1, 1) == one


@pytest.mark.parametrize(
    ("width", "height", "sides"),
    [(100, 100, {320}), (320, 200, {320}), (321, 9, {320, 640}), (4000, 6000, {320, 640, 1600})],
)
def test_no_two_renditions_have_the_same_size(width, height, sides):
    assert {one.side for one in wanted_for(width, height, "photograph")} == sides


def test_working_material_is_kept_in_one_format():
    assert {one.media_type for one in wanted_for(4000, 4000, "mask")} == {"image/webp"}


def test_nothing_is_enlarged_and_nothing_vanishes():
    assert fitted(100, 50, 320) == (100, 50)
    assert fitted(6000, 4000, 1600) == (1600, 1067)
    assert fitted(40_000, 10, 320) == (320, 1)


def test_a_deleted_asset_stays_deleted_when_its_renditions_arrive(asset):
    lifecycle.delete(asset)
    assert not lifecycle.mark_ready(asset)
    asset.refresh_from_db()
    assert asset.status == AssetStatus.DELETED


def test_restoring_asks_again_for_what_is_missing(asset, asked_for):
    version = asset.current_version
    lifecycle.delete(asset)
    asked_for.clear()
    assert lifecycle.restore(asset).status == AssetStatus.PROCESSING
    assert asked_for == [version.pk]
    record(version, SPECIFICATIONS[0], version.blob, 1, 1)
    lifecycle.delete(asset)
    assert lifecycle.restore(asset).status == AssetStatus.READY


def test_an_asset_keeps_a_name_and_its_own_teams_collection(asset, other_team):
    from apps.assets.models import Collection

    theirs = Collection.objects.create(team=other_team, slug="theirs", name="Theirs")
    for changes in ({"name": "  "}, {"collection": theirs}):
        with pytest.raises(Problem) as refusal:
            lifecycle.edit(asset, **changes)
        assert refusal.value.fields


def blob_of(media_type):
    return Blob.objects.create(
        storage="renditions", sha256=media_type, key=media_type, size=7, media_type=media_type
    )


@pytest.fixture
def model(asset, team):
    """A model made by a job, with a poster, its film and its compressed copy."""
    version = versions.derive(
        team=team,
        user=None,
        name="Model",
        kind="model_3d",
        role="model",
        blob=blob_of("model/gltf-binary"),
        filename="model.glb",
        width=None,
        height=None,
        parents=[asset.current_version],
        provenance={},
        facts={"triangles": 12},
    )
    webp = blob_of("image/webp")
    record(version, SPECIFICATIONS[0], webp, 320, 320)
    record(version, "turntable_webp", webp, 480, 480)
    record(version, "turntable_mp4", blob_of("video/mp4"), 720, 720)
    record(version, "model_draco", blob_of("model/x-draco"), 0, 0)
    return version


def test_a_model_a_job_made_keeps_its_facts_and_asks_for_nothing(asset, model, asked_for):
    assert model.facts == {"triangles": 12}
    assert asked_for == [asset.current_version.pk]


def test_only_still_pictures_stand_for_a_model(model):
    poster = model.renditions.get(specification="thumb_320_webp")
    assert [source["url"] for source in picture_sources(model)] == [
        f"/media/renditions/{poster.pk}/"
    ]


def test_a_model_has_its_film_and_its_files(model):
    ids = {one.specification: one.pk for one in model.renditions.all()}
    film = turntable(model)
    assert film["mp4"] == f"/media/renditions/{ids['turntable_mp4']}/"
    assert film["webp"] == f"/media/renditions/{ids['turntable_webp']}/"
    assert model_sources(model) == {
        "url": f"/media/versions/{model.pk}/",
        "size": 7,
        "draco_url": f"/media/renditions/{ids['model_draco']}/",
        "draco_size": 7,
    }


def test_a_photograph_has_no_film_and_no_model(asset):
    assert turntable(asset.current_version) is None
    assert model_sources(asset.current_version) is None


def test_evidence_is_shown_as_it_is_and_gets_no_renditions(asset, team, asked_for):
    asked_for.clear()
    version = versions.derive(
        team=team,
        user=None,
        name="Shape",
        kind="image",
        role="evidence",
        blob=blob_of("image/webp"),
        filename="shape.webp",
        width=900,
        height=600,
        parents=[asset.current_version],
        provenance={},
    )
    assert asked_for == []
    assert wanted_for(900, 600, "evidence") == []
    assert picture_sources(version)[0]["url"] == f"/media/versions/{version.pk}/"
    lifecycle.delete(version.asset)
    assert lifecycle.restore(version.asset).status == AssetStatus.READY
    assert asked_for == []
