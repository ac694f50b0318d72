import pytest

from apps.catalog.models import Product, Publication
from apps.catalog.products import NewVariant, create_product

NEW = {
    "name": "Hat",
    "style_code": "H-1",
    "category": "hat",
    "price": "120.50",
    "variants": [{"sku": "H-1-NOIR", "colour_name": "Noir", "swatch": "#111111", "size": "M"}],
}


def test_a_product_is_made_with_its_variants(api, contributor, collection):
    status, made = api.as_(contributor)("post", "/products/", NEW | {"collection": collection.pk})
    assert status == 201
    assert (made["slug"], made["price"], made["currency"]) == ("hat", "120.500000000", "EUR")
    assert made["collection"] == str(collection.pk)
    assert [variant["sku"] for variant in made["variants"]] == ["H-1-NOIR"]
    assert made["standing"] == {
        "missing_views": 1,
        "photographs": 0,
        "waiting_reviews": 0,
        "approved_media": 0,
        "live": False,
    }


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"name": ""}, "request.invalid", "name"),
        ({"price": "-1"}, "request.invalid", "price"),
        ({"price": "NaN"}, "request.invalid", "price"),
        ({"category": "spaceship"}, "request.invalid", "category"),
        ({"currency": "euro"}, "request.invalid", "currency"),
        ({"style_code": "BR-COT-001"}, "conflict", "style_code"),
        ({"variants": [{"sku": "BR-COT-001-NOIR-38"}]}, "sku.taken", "sku"),
        ({"variants": [{"sku": "a/b"}]}, "request.invalid", "sku"),
        ({"variants": [{}]}, "request.invalid", "variants.0.sku"),
        ({"collection": "00000000-0000-7000-8000-000000000000"}, "request.invalid", "collection"),
    ],
)
def test_what_does_not_fit_is_told_by_field_and_makes_nothing(
    api, contributor, coat, change, code, field
):
    status, error = api.as_(contributor)("post", "/products/", NEW | change)
    assert status in {400, 409}
    assert error["code"] == code
    assert field in error["fields"]
    assert Product.objects.get() == coat


def test_another_teams_rows_cannot_be_named(api, stranger, collection, coat, noir, make_asset):
    api.as_(stranger)
    status, error = api("post", "/products/", NEW | {"collection": collection.pk})
    assert (status, list(error["fields"])) == (400, ["collection"])
    status, error = api("post", "/variants/", {"product": coat.pk, "sku": "X"})
    assert (status, list(error["fields"])) == (400, ["product"])
    given = {"asset": make_asset().pk, "variant": noir.pk, "view": "front"}
    status, error = api("post", "/photographs/", given)
    assert (status, sorted(error["fields"])) == (400, ["asset", "variant"])


def test_a_product_is_changed_in_part(api, contributor, coat):
    status, changed = api.as_(contributor)("patch", f"/products/{coat.pk}/", {"edition": "Of 12"})
    assert (status, changed["edition"], changed["name"]) == (200, "Of 12", "Noir Coat")
    status, changed = api("patch", f"/products/{coat.pk}/", {"price": None})
    assert (status, changed["price"]) == (200, None)


@pytest.mark.parametrize(
    ("role", "method", "path", "status"),
    [
        ("viewer", "post", "/products/", 403),
        ("viewer", "patch", "/products/{}/", 403),
        ("contributor", "post", "/products/{}/publish/", 403),
        ("reviewer", "post", "/products/{}/unpublish/", 403),
        ("viewer", "get", "/products/{}/", 200),
        ("producer", "delete", "/products/{}/", 405),
        ("producer", "post", "/product-media/", 405),
        ("producer", "post", "/publications/", 405),
        ("reviewer", "post", "/clients/", 403),
    ],
)
def test_roles(api, request, role, method, path, status, coat):
    answer, _ = api.as_(request.getfixturevalue(role))(method, path.format(coat.pk), {})
    assert answer == status


@pytest.mark.parametrize("path", ["", "publish/", "archive/"])
def test_another_teams_product_is_not_there(api, stranger, coat, path):
    method = "post" if path else "get"
    status, error = api.as_(stranger)(method, f"/products/{coat.pk}/{path}")
    assert (status, error["code"]) == (404, "not_found")


def test_nobody_reads_without_signing_in(api, coat):
    assert api("get", "/products/")[0] == 401


def test_products_are_published_and_taken_down(api, producer, coat, noir, approve):
    api.as_(producer)
    status, error = api("post", f"/products/{coat.pk}/publish/")
    assert (status, error["code"]) == (409, "publication.nothing_approved")
    assert api("post", f"/products/{coat.pk}/unpublish/")[0] == 204
    media = approve(noir)
    status, live = api("post", f"/products/{coat.pk}/publish/")
    assert (status, live["media"]) == (200, [str(media.pk)])
    assert live["path"] == "/showcase/noir-coat/"
    assert api("get", f"/products/{coat.pk}/")[1]["standing"]["live"]
    assert api("post", f"/products/{coat.pk}/archive/")[0] == 409
    status, taken = api("post", f"/products/{coat.pk}/unpublish/")
    assert (status, taken["status"]) == (200, "withdrawn")
    listed, _ = api.page("/publications/?status=withdrawn")
    assert [each["id"] for each in listed] == [str(Publication.objects.get().pk)]
    assert api("post", f"/products/{coat.pk}/archive/")[1]["status"] == "archived"
    assert api("post", f"/products/{coat.pk}/restore/")[1]["status"] == "active"


@pytest.fixture
def dozen(team, collection):
    return [
        create_product(
            team=team,
            name=f"Hat {number:02}",
            style_code=f"H-{number}",
            category="hat",
            collection=collection,
            variants=(NewVariant(f"H-{number}"),),
        )
        for number in range(12)
    ]


def test_lists_have_pages_order_and_a_true_total(api, viewer, dozen):
    found, meta = api.as_(viewer).page("/products/?page_size=5&page=3&ordering=-name")
    assert [each["name"] for each in found] == ["Hat 01", "Hat 00"]
    assert (meta["total"], meta["page"], meta["has_more"]) == (12, 3, False)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("collection=black_rose", 13),
        ("collection=lost", 0),
        ("category=hat", 12),
        ("category=hat&category=outwear", 13),
        ("search=rose-38", 1),
        ("sku=H-3", 1),
        ("state=missing", 13),
        ("state=live", 0),
        ("status=archived", 0),
    ],
)
def test_lists_are_narrowed(api, viewer, coat, dozen, query, number):
    assert api.as_(viewer).page(f"/products/?{query}")[1]["total"] == number


@pytest.mark.parametrize("query", ["state=lost", "category=lost", "status=lost"])
def test_a_filter_that_means_nothing_is_told(api, viewer, query):
    status, error = api.as_(viewer)("get", f"/products/?{query}")
    assert (status, error["code"]) == (400, "request.invalid")


def test_a_list_takes_as_many_queries_for_many_as_for_one(
    api, viewer, coat, dozen, django_assert_num_queries
):
    api.as_(viewer)
    for size in (1, 13):
        with django_assert_num_queries(9):
            api.page(f"/products/?page_size={size}")


def test_variants_are_added_changed_and_found(api, contributor, coat, noir):
    api.as_(contributor)
    status, made = api("post", "/variants/", {"product": coat.pk, "sku": "NEW", "size": "44"})
    assert (status, made["position"]) == (201, 3)
    status, error = api("patch", f"/variants/{made['id']}/", {"sku": noir.sku})
    assert (status, error["code"]) == (409, "sku.taken")
    assert api("patch", f"/variants/{made['id']}/", {"size": "46"})[1]["size"] == "46"
    assert api.page(f"/variants/?product={coat.pk}&colour=noir")[1]["total"] == 2


def test_addresses_work_without_their_last_slash(api, contributor):
    assert api.as_(contributor)("post", "/products", NEW)[0] == 201
