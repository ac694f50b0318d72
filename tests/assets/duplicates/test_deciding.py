import pytest

from apps.accounts.roles import Role
from apps.assets import lifecycle, versions
from apps.assets.duplicates import deciding, noting
from apps.assets.duplicates.queue import next_pair, waiting
from apps.assets.models import (
    Asset,
    AssetStatus,
    DuplicatePair,
    Lineage,
    PairStatus,
    Release,
    Rights,
    Version,
)
from apps.catalog.media import approve_media
from apps.catalog.models import Photograph, ProductMedia
from apps.catalog.photographs import attach_photograph
from apps.catalog.products import NewVariant, create_product
from skyy.api.errors import Code, Problem

NOON = "2026-07-01T12:00:00Z"


@pytest.fixture
def pair_of(make_version):
    """A pair of two photographs and the two of them."""

    def make(**more):
        one, other = make_version(**more).asset, make_version(**more).asset
        return pair(one, other), one, other

    return make


def pair(one, other, distance=2):
    first, second = sorted([one, other], key=lambda asset: asset.pk)
    return DuplicatePair.objects.create(
        team=one.team, first=first, second=second, distance=distance
    )


@pytest.fixture
def variants(team):
    product = create_product(
        team=team,
        name="Coat",
        style_code="C-1",
        category="outwear",
        variants=(NewVariant("C-1-N", "Noir"), NewVariant("C-1-R", "Rose")),
    )
    return list(product.variants.all())


def state():
    """Everything a merge may touch, so that undoing can be compared with before."""
    fields = ("id", "status", "name", "description", "collection_id", "current_version_id")
    return {
        "assets": sorted(map(str, Asset.objects.values_list(*fields))),
        "tags": sorted(map(str, Asset.tags.through.objects.values_list("asset", "tag"))),
        "versions": sorted(map(str, Version.objects.values_list("id", "asset", "number"))),
        "rights": sorted(map(str, Rights.objects.values_list("id", "asset", "owner"))),
        "releases": sorted(map(str, Release.objects.values_list("id", "asset", "document"))),
        "photographs": sorted(map(str, Photograph.objects.values_list("variant", "asset", "view"))),
        "media": sorted(map(str, ProductMedia.objects.values_list("id", "version"))),
    }


def test_nothing_of_the_other_is_lost_and_undoing_brings_everything_back(
    pair_of, make_version, contributor, collection, variants
):
    twins, keep, gone = pair_of()
    lifecycle.edit(keep, tags=["bag", "aw26"])
    lifecycle.edit(gone, tags=["bag", "noir"], description="By the window", collection=collection)
    Rights.objects.create(asset=gone, owner="Reuben")
    attach_photograph(variants[0], gone, "back")
    made = make_version("packshot", parents=[gone.current_version])
    approve_media(
        variant=variants[0],
        version=gone.current_version,
        role="packshot",
        view="back",
        user=contributor,
        at=NOON,
    )
    before = state()

    deciding.merge(twins, keep, contributor)
    keep.refresh_from_db()
    gone.refresh_from_db()
    assert set(keep.tags.values_list("name", flat=True)) == {"bag", "aw26", "noir"}
    assert (keep.description, keep.collection) == ("By the window", collection)
    assert keep.rights.owner == "Reuben"
    assert keep.photograph.variant == variants[0]
    assert sorted(keep.versions.values_list("number", flat=True)) == [1, 2]
    assert keep.current_version.number == 1
    assert ProductMedia.objects.showable().get().version.asset == keep
    assert Lineage.objects.get(child=made).parent.asset == keep
    assert gone.status == AssetStatus.DELETED
    assert deciding.merged_away(gone).kept == keep
    assert deciding.last_of(contributor) == twins

    deciding.undo(twins, contributor)
    assert state() == before
    twins.refresh_from_db()
    assert (twins.status, twins.kept) == (PairStatus.OPEN, None)


def test_what_the_kept_one_has_stays(pair_of, contributor, collection):
    twins, keep, gone = pair_of()
    lifecycle.edit(keep, description="Mine", collection=collection)
    lifecycle.edit(gone, description="Other")
    deciding.merge(twins, keep, contributor)
    keep.refresh_from_db()
    assert (keep.description, keep.collection) == ("Mine", collection)


def test_what_was_changed_since_stays_when_the_merge_is_undone(pair_of, contributor):
    twins, keep, gone = pair_of()
    lifecycle.edit(gone, description="Other", tags=["noir"])
    deciding.merge(twins, keep, contributor)
    keep.refresh_from_db()
    lifecycle.edit(keep, description="Better", tags=["rose"])
    deciding.undo(twins, contributor)
    keep.refresh_from_db()
    assert keep.description == "Better"
    assert list(keep.tags.values_list("name", flat=True)) == ["rose"]


@pytest.mark.parametrize("which", ["role", "rights", "variants"])
def test_what_a_merge_would_lose_is_refused_and_nothing_is_changed(
    pair_of, make_version, contributor, variants, which
):
    twins, keep, gone = pair_of()
    if which == "role":
        gone.role = "portrait"
        gone.save()
    elif which == "rights":
        Rights.objects.create(asset=keep, owner="Ada")
        Rights.objects.create(asset=gone, owner="Reuben")
    else:
        attach_photograph(variants[0], keep, "front")
        attach_photograph(variants[1], gone, "front")
    before = state()
    with pytest.raises(Problem) as caught:
        deciding.merge(twins, keep, contributor)
    assert caught.value.code == Code.DUPLICATE_UNLIKE
    assert state() == before
    twins.refresh_from_db()
    assert twins.status == PairStatus.OPEN


def test_photographs_of_one_variant_become_one_and_two_again(pair_of, contributor, variants):
    twins, keep, gone = pair_of()
    attach_photograph(variants[0], keep, "front")
    attach_photograph(variants[0], gone, "back")
    before = state()
    deciding.merge(twins, keep, contributor)
    assert Photograph.objects.get().view == "front"
    deciding.undo(twins, contributor)
    assert state() == before


def test_a_release_and_its_paper_follow(pair_of, make_version, contributor):
    twins, keep, gone = pair_of(role="portrait")
    papers, paper, copy = pair_of(role="release", kind="document")
    given = {"team": keep.team, "person": "Ada", "scope": ["image"], "expires_on": "2031-01-01"}
    release = Release.objects.create(asset=gone, document=copy, **given)
    before = state()
    deciding.merge(twins, keep, contributor)
    deciding.merge(papers, paper, contributor)
    release.refresh_from_db()
    assert (release.asset, release.document) == (keep, paper)
    deciding.undo(papers, contributor)
    deciding.undo(twins, contributor)
    assert state() == before


def test_a_pair_is_decided_once(pair_of, contributor):
    twins, keep, _gone = pair_of()
    assert deciding.keep_both([twins], contributor) == 1
    assert deciding.keep_both([twins], contributor) == 0
    with pytest.raises(Problem) as caught:
        deciding.merge(twins, keep, contributor)
    assert caught.value.code == Code.DUPLICATE_DECIDED
    deciding.undo(twins, contributor)
    with pytest.raises(Problem) as caught:
        deciding.undo(twins, contributor)
    assert caught.value.code == Code.DUPLICATE_NOT_UNDOABLE
    deciding.merge(twins, keep, contributor)


def test_what_went_on_with_the_merged_version_cannot_be_parted(pair_of, contributor, make_version):
    twins, keep, _gone = pair_of()
    deciding.merge(twins, keep, contributor)
    third = make_version().asset
    keep.refresh_from_db()
    deciding.merge(pair(keep, third), third, contributor)
    with pytest.raises(Problem) as caught:
        deciding.undo(twins, contributor)
    assert caught.value.code == Code.DUPLICATE_NOT_UNDOABLE


def test_restoring_what_was_merged_away_undoes_the_merge(pair_of, contributor):
    twins, keep, gone = pair_of()
    before = state()
    deciding.merge(twins, keep, contributor)
    gone.refresh_from_db()
    lifecycle.restore(gone, contributor)
    assert state() == before


def test_pairs_wait_nearest_first_and_can_be_put_off(pair_of, make_version, contributor):
    near, _one, _other = pair_of()
    far = pair(make_version().asset, make_version().asset, distance=6)
    assert list(waiting(contributor)) == [near, far]
    assert next_pair(contributor) == near
    assert next_pair(contributor, near) == far
    assert next_pair(contributor, far) == near
    lifecycle.delete(near.first)
    assert list(waiting(contributor)) == [far]


def test_an_upload_of_known_bytes_names_what_has_them(make_asset, contributor, other_team, person):
    first = make_asset()
    stranger = person(of=other_team)
    make_asset(team=other_team, user=stranger)
    again = make_asset(filename="again.jpg")
    (found,) = DuplicatePair.objects.all()
    assert {found.first, found.second} == {first, again}
    assert found.exact
    third = make_asset(filename="third.jpg")
    assert DuplicatePair.objects.filter(exact=True).count() == 3
    assert third.current_version.blob == first.current_version.blob


def test_a_version_one_goes_back_to_looks_as_it_did(make_version, asked_for, contributor):
    version = make_version()
    noting.remember(version, "00000000000000ff")
    other = version.asset.current_version.blob
    versions.add_version(
        version.asset,
        blob=other,
        filename="b.jpg",
        width=9,
        height=9,
        source="upload",
        user=contributor,
    )
    anew = versions.revert(version.asset, 1, contributor)
    assert anew.fingerprint.bits == version.fingerprint.bits


def test_a_portrait_is_not_called_something_else_to_go_round_its_release(
    make_version, contributor, person
):
    portrait = make_version("portrait").asset
    with pytest.raises(Problem) as caught:
        lifecycle.edit(portrait, role="photograph", user=contributor)
    assert caught.value.code == Code.PERMISSION_DENIED
    with pytest.raises(Problem):
        lifecycle.edit(portrait, role="photograph")
    assert lifecycle.edit(portrait, role="photograph", user=person(Role.ADMIN)).role == "photograph"
