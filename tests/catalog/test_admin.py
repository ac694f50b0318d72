import pytest

from apps.accounts.roles import Role
from apps.catalog.clients import create_campaign, create_client
from apps.catalog.models import Drop, Product, Publication, Season, ShotRequirement

PAGES = [
    *("product", "variant", "photograph", "productmedia", "publication"),
    *("season", "drop", "shotrequirement", "client", "campaign"),
]
SEARCHED = {model: {"q": "o"} for model in PAGES} | {"shotrequirement": {}}


@pytest.fixture
def staff(person):
    user = person(Role.ADMIN)
    user.is_staff = True
    user.save()
    return user


@pytest.fixture
def full(team, coat, noir, shoot, approve, producer):
    """A row of every kind."""
    from apps.catalog.publishing.showcase import publish

    shoot(noir, "front")
    approve(noir)
    publish(coat, producer)
    season = Season.objects.create(team=team, slug="aw", name="Autumn")
    Drop.objects.create(season=season, slug="d", name="First Light")
    create_campaign(client=create_client(team=team, name="Orsel"), name="Windows")


@pytest.mark.parametrize("model", PAGES)
def test_every_model_has_a_list_a_search_and_a_page(client, staff, full, model):
    client.force_login(staff)
    listed = client.get(
        f"/admin/catalog/{model}/", {"q": "o"} if model != "shotrequirement" else {}
    )
    assert listed.status_code == 200
    shown = client.get(f"/admin/catalog/{model}/").context["cl"].result_list
    assert len(shown)
    assert client.get(f"/admin/catalog/{model}/{shown[0].pk}/change/").status_code == 200


@pytest.mark.parametrize("model", ["product", "photograph", "productmedia"])
def test_lists_show_pictures(client, staff, full, model):
    client.force_login(staff)
    assert b"/media/" in client.get(f"/admin/catalog/{model}/").content


def act(client, action, *products):
    given = {"action": action, "_selected_action": [product.pk for product in products]}
    return client.post("/admin/catalog/product/", given, follow=True).content.decode()


def test_products_are_published_and_taken_down_through_the_services(
    client, staff, coat, noir, approve
):
    client.force_login(staff)
    assert "No picture of this product is approved" in act(client, "publish_chosen", coat)
    approve(noir)
    act(client, "publish_chosen", coat)
    assert Publication.objects.live().get().published_by == staff
    assert "Unpublish it first" in act(client, "archive_chosen", coat)
    act(client, "unpublish_chosen", coat)
    act(client, "archive_chosen", coat)
    assert Product.objects.get().status == "archived"


def test_words_are_corrected_and_nothing_else(client, staff, coat):
    client.force_login(staff)
    given = {
        "name": "Night Coat",
        "category": "outwear",
        "style_code": "STOLEN",
        "slug": "stolen",
        "status": "archived",
        **{
            f"{prefix}-{field}": 0
            for prefix in ("variants", "publications")
            for field in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
    }
    answer = client.post(f"/admin/catalog/product/{coat.pk}/change/", given)
    assert answer.status_code == 302
    kept = Product.objects.get()
    assert (kept.name, kept.style_code, kept.slug) == ("Night Coat", "BR-COT-001", "noir-coat")
    assert kept.status == "active"


def test_another_teams_rows_are_not_there(client, person, other_team, coat):
    user = person(Role.ADMIN, other_team)
    user.is_staff = True
    user.save()
    client.force_login(user)
    assert not client.get("/admin/catalog/product/").context["cl"].result_list
    assert "Noir Coat" not in act(client, "publish_chosen", coat)
    assert not Publication.objects.exists()


def test_approvals_are_never_written_here(client, staff, full):
    client.force_login(staff)
    assert client.get("/admin/catalog/productmedia/add/").status_code == 403
    [media] = client.get("/admin/catalog/productmedia/").context["cl"].result_list
    address = f"/admin/catalog/productmedia/{media.pk}/"
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{address}change/", {"role": "video"}).status_code == 403


def test_shot_lists_are_changed_here(client, staff):
    client.force_login(staff)
    line = ShotRequirement.objects.get(category="hat", view="detail")
    given = {"category": "hat", "view": "detail", "required": "on"}
    client.post(f"/admin/catalog/shotrequirement/{line.pk}/change/", given)
    line.refresh_from_db()
    assert line.required


def test_the_product_list_takes_as_many_queries_for_many_as_for_one(
    client, staff, team, full, django_assert_max_num_queries
):
    from apps.catalog.products import NewVariant, create_product

    client.force_login(staff)

    def count():
        with django_assert_max_num_queries(60) as queries:
            client.get("/admin/catalog/product/")
        return len(queries)

    before = count()
    for number in range(6):
        create_product(
            team=team,
            name=f"P{number}",
            style_code=f"P{number}",
            variants=(NewVariant(f"P{number}"),),
        )
    assert count() == before
