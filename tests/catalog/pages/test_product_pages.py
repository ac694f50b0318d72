import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from apps.assets.models import Asset
from apps.catalog.media import withdraw_media
from apps.catalog.models import Drop, Photograph, Product, Publication, Season, Variant
from apps.catalog.products import NewVariant, create_product, update_product
from apps.catalog.publishing.showcase import publish
from tests.catalog.conftest import picture


@pytest.fixture
def page(coat):
    return f"/products/{coat.pk}/"


def body(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("role", ["viewer", "contributor", "reviewer", "producer"])
def test_every_role_may_look(client, request, role, coat, page, noir, shoot, approve):
    shoot(noir, "front")
    approve(noir)
    client.force_login(request.getfixturevalue(role))
    assert "Noir Coat" in body(client.get("/products/"))
    assert "BR-COT-001-NOIR-38" in body(client.get(page))
    assert client.get("/products/drops/").status_code == 200


def test_a_stranger_must_sign_in(client, page):
    assert client.get(page).headers["Location"].startswith("/sign-in/")


def test_another_teams_product_is_not_there(client, stranger, page, noir):
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    assert client.post(f"{page}publish/").status_code == 404
    assert client.get(f"/products/variants/{noir.pk}/").status_code == 404
    assert client.post(f"/products/variants/{noir.pk}/photographs/").status_code == 404
    assert "Noir Coat" not in body(client.get("/products/"))


@pytest.mark.parametrize(
    ("role", "status"),
    [("viewer", 403), ("contributor", 403), ("reviewer", 403), ("producer", 302)],
)
def test_publishing_is_for_producers(client, request, role, status, page, noir, approve):
    approve(noir)
    client.force_login(request.getfixturevalue(role))
    assert client.post(f"{page}publish/").status_code == status
    assert Publication.objects.exists() == (status == 302)


def test_a_viewer_sees_no_buttons_that_would_be_refused(client, viewer, page, noir, shoot, approve):
    shoot(noir, "front")
    approve(noir)
    client.force_login(viewer)
    shown = body(client.get(page))
    assert "/publish/" not in shown
    assert "Make…" not in shown
    assert "data-upload" not in shown
    assert "/edit/" not in shown


def test_a_producer_publishes_and_takes_down_again(client, producer, page, coat, noir, approve):
    client.force_login(producer)
    assert "/publish/" not in body(client.get(page))
    approve(noir)
    assert "data-confirm=" in body(client.get(page))
    assert "is live" in body(client.post(f"{page}publish/", follow=True))
    assert client.get("/showcase/noir-coat/").status_code == 200
    client.post(f"{page}unpublish/")
    assert client.get("/showcase/noir-coat/").status_code == 404


def test_what_cannot_be_published_is_told_in_words(client, producer, page):
    client.force_login(producer)
    assert "No picture of this product is approved" in body(
        client.post(f"{page}publish/", follow=True)
    )


def test_a_changed_approval_asks_to_publish_again(client, producer, page, coat, noir, approve):
    media = approve(noir)
    publish(coat, producer)
    client.force_login(producer)
    assert "Publish again" not in body(client.get(page))
    approve(noir)
    assert "Publish again" in body(client.get(page))
    withdraw_media(media.variant.media.get(withdrawn_at=None))
    withdraw_media(media)
    assert "Every approval was withdrawn" in body(client.get(page))


def test_an_embargo_is_shown_where_the_button_would_be(client, producer, page, coat, noir, approve):
    season = Season.objects.create(team=coat.team, slug="s", name="S")
    opens = timezone.now() + timedelta(days=3)
    drop = Drop.objects.create(season=season, slug="d", name="Long Night", goes_live_at=opens)
    update_product(coat, drop=drop)
    approve(noir)
    client.force_login(producer)
    shown = body(client.get(page))
    assert "Until Long Night opens" in shown
    assert "/publish/" not in shown


def test_the_shot_list_says_what_is_missing_and_leads_to_its_upload(
    client, contributor, page, noir, shoot
):
    shoot(noir, "front")
    client.force_login(contributor)
    shown = body(client.get(page, {"colour": "noir"}))
    assert "?colour=noir&amp;view=back#upload" in shown
    assert "Drop the back here" in shown
    assert '?colour=noir&amp;view=front#upload">' in shown
    asked = body(client.get(page, {"colour": "noir", "view": "detail"}))
    assert 'name="view" value="detail"' in asked


def test_each_colourway_shows_its_own_photographs_only(client, viewer, page, noir, rose, shoot):
    shoot(noir, "front")
    shoot(rose, "front")
    client.force_login(viewer)
    black, pink = Photograph.objects.order_by("created_at")
    shown = body(client.get(page, {"colour": "rose"}))
    assert str(pink.asset_id) in shown
    assert str(black.asset_id) not in shown


def test_results_say_how_they_stand(client, reviewer, page, noir, approve):
    approve(noir)
    approve(noir)
    client.force_login(reviewer)
    shown = body(client.get(page))
    assert "1 earlier result" in shown
    assert shown.count('data-status="approved"') == 1
    assert "Replaced" in shown


def send(client, variant, content, name="coat.jpg", **more):
    file = BytesIO(content)
    file.name = name
    return client.post(
        f"/products/variants/{variant.pk}/photographs/", {"file": file, "view": "back"}, **more
    )


def test_a_photograph_is_uploaded_for_its_view(client, contributor, noir, collection):
    client.force_login(contributor)
    answer = send(client, noir, picture((1, 2, 3)), headers={"Accept": "application/json"})
    assert answer.status_code == 201
    photograph = Photograph.objects.get()
    assert (photograph.variant, photograph.view) == (noir, "back")
    assert photograph.asset.collection == collection
    assert answer.json()["data"]["id"] == str(photograph.pk)


def test_what_is_no_photograph_is_refused_with_its_code(client, contributor, noir):
    client.force_login(contributor)
    answer = send(client, noir, b"no picture", headers={"Accept": "application/json"})
    assert answer.status_code == 415
    assert answer.json()["error"]["code"] == "upload.unsupported"
    assert not Asset.objects.exists()


def test_without_script_the_form_goes_back_to_the_page(client, contributor, noir, page):
    client.force_login(contributor)
    answer = send(client, noir, picture((1, 2, 3)))
    assert answer.headers["Location"] == page
    told = body(send(client, noir, b"no picture", follow=True))
    assert "coat.jpg:" in told


def test_a_viewer_uploads_nothing(client, viewer, noir):
    client.force_login(viewer)
    assert send(client, noir, picture((1, 2, 3))).status_code == 403
    assert not Photograph.objects.exists()


def test_the_view_is_corrected_and_a_photograph_taken_off(client, contributor, noir, shoot):
    shoot(noir, "front")
    photograph = Photograph.objects.get()
    client.force_login(contributor)
    client.post(f"/products/photographs/{photograph.pk}/view/", {"view": "side"})
    assert Photograph.objects.get().view == "side"
    client.post(f"/products/photographs/{photograph.pk}/detach/")
    assert not Photograph.objects.exists()
    assert Asset.objects.exists()


PRODUCT = {
    "name": "Hat",
    "style_code": "H-1",
    "category": "hat",
    "currency": "EUR",
    "price": "120.50",
    "sku": "H-1-OS",
}


def test_a_product_is_made_with_its_first_variant(client, contributor):
    client.force_login(contributor)
    answer = client.post("/products/new/", PRODUCT)
    product = Product.objects.get()
    assert answer.headers["Location"] == f"/products/{product.pk}/"
    assert product.variants.get().sku == "H-1-OS"
    assert product.price == pytest.approx(120.5)


def test_what_does_not_fit_is_said_beside_its_field(client, contributor, noir):
    client.force_login(contributor)
    answer = client.post("/products/new/", PRODUCT | {"sku": noir.sku})
    assert answer.status_code == 422
    assert "sku" in answer.context["first"].errors
    answer = client.post("/products/new/", PRODUCT | {"style_code": "BR-COT-001"})
    assert "style_code" in answer.context["form"].errors
    answer = client.post("/products/new/", PRODUCT | {"price": "-1"})
    assert "price" in answer.context["form"].errors
    answer = client.post("/products/new/", PRODUCT | {"currency": "eur", "swatch": "red"})
    assert "three capital letters" in str(answer.context["form"].errors["currency"])
    assert "#b76e79" in str(answer.context["first"].errors["swatch"])
    assert Product.objects.count() == 1


def test_a_product_is_changed_and_archived_by_pages(client, contributor, coat, page):
    client.force_login(contributor)
    given = PRODUCT | {"name": "Night Coat", "style_code": coat.style_code}
    assert client.post(f"{page}edit/", given).status_code == 302
    assert Product.objects.get().name == "Night Coat"
    client.post(f"{page}archive/")
    assert "Night Coat" not in body(client.get("/products/"))
    assert "Night Coat" in body(client.get("/products/", {"archived": "1"}))
    client.post(f"{page}restore/")
    assert "Night Coat" in body(client.get("/products/"))


def test_variants_are_added_and_changed_by_pages(client, contributor, coat, page, noir):
    client.force_login(contributor)
    client.post(f"{page}variants/new/", {"sku": "NEW", "colour_name": "Noir", "size": "42"})
    assert Variant.objects.get(sku="NEW").product == coat
    answer = client.post(f"/products/variants/{noir.pk}/", {"sku": "NEW"})
    assert answer.status_code == 422
    assert "sku" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "night"}, False),
        ({"q": "noir-38"}, True),
        ({"collection": "black_rose"}, True),
        ({"collection": "lost"}, False),
        ({"category": "outwear"}, True),
        ({"state": "missing"}, True),
        ({"state": "live"}, False),
        ({"state": "lost"}, False),
        ({"page": "99"}, True),
        ({"q": "\x00"}, True),
    ],
)
def test_the_grid_is_narrowed(client, viewer, coat, query, found):
    client.force_login(viewer)
    cards = client.get("/products/", query).context["cards"]
    assert [card.product for card in cards] == ([coat] if found else [])


def test_without_products_the_page_teaches(client, contributor, viewer):
    client.force_login(contributor)
    assert "every file becomes a product" in body(client.get("/products/"))
    client.force_login(viewer)
    assert "/products/new/" not in body(client.get("/products/"))


def test_covers_stand_above_the_unfiltered_grid(client, viewer, coat, noir, shoot):
    shoot(noir, "front")
    client.force_login(viewer)
    [cover] = client.get("/products/").context["covers"]
    assert (cover.collection, cover.number, len(cover.sources)) == (coat.collection, 1, 1)
    assert client.get("/products/", {"q": "coat"}).context["covers"] == []


def count(django_assert_max_num_queries, client, address):
    with django_assert_max_num_queries(60) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_lists_take_as_many_queries_for_many_as_for_one(
    client,
    viewer,
    team,
    collection,
    coat,
    noir,
    page,
    shoot,
    approve,
    django_assert_max_num_queries,
):
    shoot(noir, "front")
    approve(noir)
    client.force_login(viewer)
    before = [count(django_assert_max_num_queries, client, a) for a in ("/products/", page)]
    for number in range(8):
        product = create_product(
            team=team,
            name=f"P{number}",
            style_code=f"P{number}",
            collection=collection,
            variants=(NewVariant(f"P{number}"),),
        )
        shoot(product.variants.get(), "front", "back")
        approve(product.variants.get())
    shoot(noir, "back", "detail", "side")
    approve(noir, "back")
    after = [count(django_assert_max_num_queries, client, a) for a in ("/products/", page)]
    assert after == before


def test_pages_have_no_inline_style_or_script(client, producer, page, noir, shoot, approve):
    shoot(noir, "front")
    approve(noir)
    client.force_login(producer)
    for address in ("/products/", page, "/products/drops/", "/products/new/"):
        shown = body(client.get(address))
        assert not re.search(r"\sstyle=", shown)
        assert not re.search(r"<script(?![^>]*\bsrc=)", shown)
