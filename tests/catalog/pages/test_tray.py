from apps.assets.models import Asset
from apps.catalog.models import Naming, Photograph

TRAY = "/library/tray/"


def test_what_waits_is_placed_by_hand_many_at_once(browser, contributor, make_asset, noir):
    client = browser(contributor)
    assets = [make_asset() for _ in range(3)]
    page = client.get(TRAY).content.decode()
    assert page.count("data-select>") == 3
    assert "No product of the house is called so." in page
    said = {"move": "place", "sku": noir.sku.lower(), "view": "back"}
    page = client.post(
        f"{TRAY}place/", said | {"asset": [assets[0].pk, assets[1].pk]}, follow=True
    ).content.decode()
    assert f"2 photographs of {noir.sku}." in page
    assert set(Photograph.objects.values_list("view", flat=True)) == {"back"}
    page = client.post(
        f"{TRAY}place/", {"move": "aside", "asset": assets[2].pk}, follow=True
    ).content.decode()
    assert "1 shows no product." in page
    assert "The tray is empty." in page
    assert Asset.objects.get(pk=assets[2].pk).role == "other"


def test_what_cannot_be_placed_is_told(browser, contributor, make_asset, noir):
    client = browser(contributor)
    asset = make_asset()
    for said, told in (
        ({"move": "place", "sku": "NO-SUCH", "asset": asset.pk}, "There is no SKU"),
        ({"move": "place", "asset": asset.pk}, "Which SKU is it?"),
        ({"move": "place", "sku": noir.sku}, "Tick 1 to 1000 photographs."),
        ({"move": "place", "sku": noir.sku, "asset": "x"}, "Tick 1 to"),
        ({"move": "burn", "asset": asset.pk}, "Place them, put them aside or read again."),
    ):
        assert told in client.post(f"{TRAY}place/", said, follow=True).content.decode()
    assert not Photograph.objects.exists()


def test_producers_say_how_names_are_read_and_everybody_can_try(
    browser, contributor, producer, noir, make_version
):
    version = make_version()
    version.filename = f"DSC1 {noir.sku} back.jpg"
    version.save()
    client = browser(producer)
    assert "No template fits" in client.get(
        "/library/naming/", {"try": "x y"}
    ).content.decode() or (
        "No product" in client.get("/library/naming/", {"try": "x y"}).content.decode()
    )
    said = {"reads": "{any} {sku} {view}\n\n{sku}", "writes": "{sku}"}
    assert client.post("/library/naming/", said).status_code == 302
    assert Naming.objects.get().reads == ["{any} {sku} {view}", "{sku}"]
    tried = browser(contributor).get("/library/naming/", {"try": version.filename})
    assert f"{noir.sku}, Noir Coat: back." in tried.content.decode()
    wrong = client.post("/library/naming/", said | {"reads": "{view}"})
    assert wrong.status_code == 422
    assert "It needs {sku} or {style}." in wrong.content.decode()
    assert browser(contributor).post("/library/naming/", said).status_code == 403
    page = client.post(f"{TRAY}place/", {"move": "read"}, follow=True).content.decode()
    assert "1 found its place." in page


def test_the_api_lists_places_and_reads_again(api, contributor, producer, make_asset, noir):
    client = api(contributor)
    assets = [make_asset() for _ in range(2)]
    assert client.get("/api/v1/tray/").json()["meta"]["total"] == 2
    said = {"asset_ids": [str(assets[0].pk)], "variant": str(noir.pk), "view": "side"}
    placed = client.post("/api/v1/tray/place/", said, format="json").json()["data"]
    assert placed == {"placed": 1}
    again = client.post("/api/v1/tray/place/", said, format="json")
    assert again.json()["error"]["code"] == "not_found"
    assert client.post("/api/v1/tray/read-again/").json()["data"] == {"placed": 0}
    names = {"reads": ["{sku}"], "writes": "{sku}-{view}"}
    assert api(producer).put("/api/v1/naming/", names, format="json").json()["data"] == names
    assert client.put("/api/v1/naming/", names, format="json").status_code == 403
    assert client.get("/api/v1/naming/").json()["data"] == names
    wrong = api(producer).put("/api/v1/naming/", names | {"writes": "x"}, format="json").json()
    assert wrong["error"]["fields"].keys() == {"writes"}
