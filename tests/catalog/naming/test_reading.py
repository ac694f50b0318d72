import pytest

from apps.assets.ingest import ingest
from apps.assets.models import Asset
from apps.catalog import tray
from apps.catalog.models import Photograph
from apps.catalog.naming.house import naming_of, set_naming
from apps.catalog.naming.reading import read_name, read_names
from apps.catalog.naming.writing import names_of
from apps.catalog.photographs import add_photograph, attach_photograph
from apps.catalog.products import NewVariant, create_product
from skyy.api.errors import Code, Problem


@pytest.fixture
def bag(team, collection):
    """A style whose code and colours are made of the separators themselves."""
    return create_product(
        team=team,
        name="Tote",
        style_code="BR-BAG-1",
        category="bag",
        collection=collection,
        variants=(
            NewVariant("BR-BAG-1-NB-S", "Noir Brut", size="S"),
            NewVariant("BR-BAG-1-NB-L", "Noir Brut", size="L"),
            NewVariant("BR-BAG-1-R", "Rosé"),
        ),
    )


@pytest.mark.parametrize(
    ("filename", "sku", "view"),
    [
        ("BR-BAG-1-R_back.jpg", "BR-BAG-1-R", "back"),
        ("br-bag-1-r-side.JPG", "BR-BAG-1-R", "side"),
        ("BR-BAG-1-Noir-Brut-front.tif", "BR-BAG-1-NB-S", "front"),
        ("BR-BAG-1_noir brut_on model.jpg", "BR-BAG-1-NB-S", "on_model"),
        ("BR-BAG-1-ROSÉ-detail.jpg", "BR-BAG-1-R", "detail"),
        ("BR-BAG-1-NB-L.jpg", "BR-BAG-1-NB-L", "front"),
        ("BR-BAG-1-Vert-front.jpg", None, "front"),
        ("IMG_2041.jpg", None, "front"),
        ("..", None, "front"),
    ],
)
def test_a_name_says_which_colourway_it_shows(team, bag, filename, sku, view):
    read = read_name(team.pk, filename)
    assert (read.variant and read.variant.sku) == sku
    assert read.view == view or sku is None
    assert bool(read.why) == (sku is None)


def test_another_teams_products_are_not_meant(other_team, bag):
    assert read_name(other_team.pk, "BR-BAG-1-R_back.jpg").variant is None


def test_a_name_that_could_be_two_is_left_to_a_person(team, collection, bag):
    create_product(
        team=team,
        name="Other",
        style_code="BR-BAG",
        category="bag",
        variants=(NewVariant("BR-BAG-X", "1-Rosé"),),
    )
    read = read_name(team.pk, "BR-BAG-1-Rosé-front.jpg", ["{style}-{color}-{view}"])
    assert read.variant is None
    assert "BR-BAG-1-R" in read.why
    assert "BR-BAG-X" in read.why


def test_many_names_take_as_many_queries_as_one(team, bag, django_assert_num_queries):
    names = [f"BR-BAG-1-R_{view}.jpg" for view in ("front", "back", "side")] * 20
    for part in (names[:1], names):
        with django_assert_num_queries(2):
            assert all(read.variant for read in read_names(team.pk, part))


def test_a_team_says_how_it_names_files(team, bag, producer):
    set_naming(team, reads=["{any} {view} {sku}"], writes="{style}_{view}")
    assert read_name(team.pk, "shoot7 back BR-BAG-1-R.jpg").view == "back"
    assert read_name(team.pk, "BR-BAG-1-R_back.jpg").variant is None
    for wrong in ({"reads": [], "writes": "{sku}"}, {"reads": ["{view}"], "writes": "{sku}"},
                  {"reads": ["{sku}"], "writes": "x"}):  # fmt: skip
        with pytest.raises(Problem) as caught:
            set_naming(team, **wrong)
        assert caught.value.code == Code.REQUEST_INVALID
    assert naming_of(team).reads == ["{any} {view} {sku}"]


def send(write_picture, tmp_path, contributor, name, **more):
    path = write_picture(tmp_path / "picture.jpg", **more)
    return ingest(path, filename=name, team=contributor.team, user=contributor)


def test_an_upload_is_placed_by_its_name_and_waits_where_it_says_nothing(
    bag, contributor, write_picture, tmp_path
):
    placed = send(write_picture, tmp_path, contributor, "BR-BAG-1-R_back.jpg")
    assert (placed.photograph.variant.sku, placed.photograph.view) == ("BR-BAG-1-R", "back")
    lost = send(write_picture, tmp_path, contributor, "IMG_1.jpg", colour=(1, 2, 3))
    assert list(tray.waiting(contributor)) == [lost]


def test_where_the_sender_says_the_variant_the_name_is_not_asked(
    bag, noir, contributor, write_picture, tmp_path
):
    path = write_picture(tmp_path / "a.jpg")
    with path.open("rb") as file:
        photograph = add_photograph(noir, file, filename="BR-BAG-1-R_back.jpg", user=contributor)
    assert photograph.variant == noir


def test_many_are_placed_at_once_or_none(bag, make_asset, contributor, stranger):
    variant = bag.variants.first()
    assets = [make_asset() for _ in range(3)]
    assert tray.place_many(contributor, [one.pk for one in assets[:2]], variant, "detail") == 2
    assert set(Photograph.objects.values_list("view", flat=True)) == {"detail"}
    with pytest.raises(Problem) as caught:
        tray.place_many(contributor, [one.pk for one in assets], variant)
    assert caught.value.code == Code.NOT_FOUND
    with pytest.raises(Problem):
        tray.place_many(contributor, [], variant)
    with pytest.raises(Problem):
        tray.place_many(contributor, [assets[2].pk], variant, "inside out")
    with pytest.raises(Problem):
        tray.place_many(stranger, [assets[2].pk], variant)
    assert list(tray.waiting(contributor)) == [assets[2]]


def test_new_templates_empty_the_tray(bag, team, contributor, make_version):
    version = make_version()
    version.filename = "DSC0012 BR-BAG-1-R side.jpg"
    version.save()
    assert tray.read_again(contributor) == 0
    set_naming(team, reads=["{any} {sku} {view}"], writes="{sku}")
    assert tray.read_again(contributor) == 1
    assert version.asset.photograph.view == "side"


def test_files_are_called_after_what_they_show(bag, make_version, approve, team):
    rose = bag.variants.get(sku="BR-BAG-1-R")
    photograph = make_version()
    attach_photograph(rose, photograph.asset, "back")
    packshot = approve(rose, "front").version
    again = approve(rose, "front").version
    loose = make_version()
    versions = list(type(photograph).objects.select_related("asset__collection").order_by("pk"))
    names = names_of(versions)
    assert names[photograph.pk] == "BR-BAG-1-R-photograph-back.jpg"
    assert names[packshot.pk] == "BR-BAG-1-R-packshot-front.jpg"
    assert names[again.pk] == "BR-BAG-1-R-packshot-front-2.jpg"
    assert names[loose.pk] == loose.filename
    set_naming(team, reads=["{sku}"], writes="{color}/x" if False else "{style} {color} {version}")
    assert names_of([photograph])[photograph.pk] == "BR-BAG-1 Rosé v1.jpg"


def test_names_take_as_many_queries_for_many_as_for_few(
    bag, make_version, django_assert_num_queries
):
    versions = [make_version() for _ in range(12)]
    for part in (versions[:2], versions):
        with django_assert_num_queries(3):
            names_of(part)


def test_what_a_job_made_is_not_in_the_tray(bag, contributor, make_version):
    version = make_version()
    version.source = "job"
    version.save()
    assert not tray.waiting(contributor).exists()
    assert Asset.objects.count() == 1


def test_a_download_is_called_by_the_template(bag, make_version, contributor, browser, api):
    version = make_version()
    attach_photograph(bag.variants.get(sku="BR-BAG-1-R"), version.asset, "back")
    name = "BR-BAG-1-R-photograph-back.jpg"
    page = browser(contributor).get(f"/media/versions/{version.pk}/?download")
    assert f'filename="{name}"' in page.headers["Content-Disposition"]
    answer = api(contributor).get(f"/api/v1/assets/{version.asset_id}/download/")
    assert f'filename="{name}"' in answer.headers["Content-Disposition"]
