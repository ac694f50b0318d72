from apps.catalog.models import Drop, Season
from apps.catalog.products import update_product


def test_seasons_drops_and_their_board(api, producer, coat):
    api.as_(producer)
    _, season = api("post", "/seasons/", {"name": "Autumn 2027"})
    assert season["slug"] == "autumn-2027"
    given = {
        "season": season["id"],
        "name": "First Light",
        "goes_live_at": "2027-09-02T10:00:00+02:00",
        "time_zone": "Europe/Paris",
    }
    status, drop = api("post", "/drops/", given)
    assert (status, drop["goes_live_at"]) == (201, "2027-09-02T08:00:00Z")
    update_product(coat, drop=Drop.objects.get())
    status, board = api("get", f"/drops/{drop['id']}/board/")
    assert board["counts"] == {"planned": 1, "shot": 0, "made": 0, "approved": 0, "published": 0}
    assert board["blocks"][0]["products"] == [str(coat.pk)]
    assert api.page("/drops/?season=autumn-2027")[1]["total"] == 1


def test_what_does_not_fit_a_drop_is_told(api, producer, team):
    season = Season.objects.create(team=team, slug="aw", name="Autumn")
    api.as_(producer)
    status, error = api(
        "post", "/drops/", {"season": season.pk, "name": "D", "time_zone": "Mars/Olympus"}
    )
    assert (status, list(error["fields"])) == (400, ["time_zone"])
    api("post", "/drops/", {"season": season.pk, "name": "D"})
    status, error = api("post", "/drops/", {"season": season.pk, "name": "D"})
    assert (status, error["code"]) == (409, "conflict")


def test_only_a_producer_moves_a_date(api, contributor, producer, team):
    season = Season.objects.create(team=team, slug="aw", name="Autumn")
    drop = Drop.objects.create(season=season, slug="d", name="D")
    change = {"goes_live_at": None}
    assert api.as_(contributor)("patch", f"/drops/{drop.pk}/", change)[0] == 403
    assert api.as_(producer)("patch", f"/drops/{drop.pk}/", change)[0] == 200


def test_clients_and_campaigns(api, producer, stranger):
    api.as_(producer)
    status, client = api("post", "/clients/", {"name": "Orsel", "guidelines": {"tone": ["Brief."]}})
    assert (status, client["guidelines"]) == (201, {"tone": ["Brief."]})
    status, error = api("post", "/clients/", {"name": "Orsel"})
    assert (status, error["code"], list(error["fields"])) == (409, "conflict", ["name"])
    status, error = api("post", "/clients/", {"name": "X", "guidelines": {"tone": "loud"}})
    assert status == 400
    status, campaign = api("post", "/campaigns/", {"client": client["id"], "name": "Windows"})
    assert (status, campaign["status"]) == (201, "draft")
    changed = api("patch", f"/campaigns/{campaign['id']}/", {"status": "active"})[1]
    assert (changed["status"], changed["client"]) == ("active", client["id"])
    assert api.page("/campaigns/?status=active")[1]["total"] == 1
    api.as_(stranger)
    assert api("get", f"/clients/{client['id']}/")[0] == 404
    assert api.page("/campaigns/")[1]["total"] == 0


def test_photographs_are_attached_corrected_and_taken_off(api, contributor, noir, rose, make_asset):
    api.as_(contributor)
    asset = make_asset()
    given = {"asset": asset.pk, "variant": noir.pk, "view": "back"}
    status, photograph = api("post", "/photographs/", given)
    assert (status, photograph["view"]) == (201, "back")
    status, error = api("post", "/photographs/", given | {"variant": rose.pk})
    assert (status, error["code"]) == (409, "conflict")
    address = f"/photographs/{photograph['id']}/"
    assert api("patch", address, {"view": "side"})[1]["view"] == "side"
    assert api("patch", address, {"view": "below"})[0] == 400
    assert api("delete", address)[0] == 204
    assert api.page(f"/photographs/?variant={noir.pk}")[1]["total"] == 0


def test_product_media_are_read_only_and_the_teams_own(api, viewer, stranger, coat, noir, approve):
    approve(noir)
    media = approve(noir)
    found, meta = api.as_(viewer).page(f"/product-media/?product={coat.pk}&standing=true")
    assert (meta["total"], found[0]["id"]) == (1, str(media.pk))
    assert api("patch", f"/product-media/{media.pk}/", {"role": "video"})[0] == 405
    assert api.as_(stranger).page("/product-media/")[1]["total"] == 0


def test_shot_lists_say_which_views_a_category_needs(api, viewer):
    found, _ = api.as_(viewer).page("/shot-lists/?category=bag&required=true")
    assert {line["view"] for line in found} == {"front", "side"}
