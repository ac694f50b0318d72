from datetime import UTC, datetime

import pytest

from apps.catalog.clients import create_client
from apps.catalog.models import Campaign, Client, Drop, Season
from apps.catalog.products import update_product


@pytest.fixture
def season(team):
    return Season.objects.create(team=team, slug="aw", name="Autumn")


def test_a_drop_opens_at_its_own_zones_time(client, producer, season):
    client.force_login(producer)
    given = {"name": "First Light", "opens": "2027-01-05T10:00", "time_zone": "Europe/Paris"}
    assert client.post(f"/products/seasons/{season.pk}/drops/new/", given).status_code == 302
    drop = Drop.objects.get()
    assert drop.goes_live_at == datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
    form = client.get(f"/products/drops/{drop.pk}/").content.decode()
    assert 'value="2027-01-05T10:00"' in form


def test_only_a_producer_moves_a_date(client, contributor, season):
    drop = Drop.objects.create(season=season, slug="d", name="D")
    client.force_login(contributor)
    assert client.post(f"/products/drops/{drop.pk}/", {"name": "E"}).status_code == 403


def test_an_unknown_zone_is_said_beside_its_field(client, producer, season):
    client.force_login(producer)
    given = {"name": "D", "time_zone": "Mars/Olympus"}
    answer = client.post(f"/products/seasons/{season.pk}/drops/new/", given)
    assert answer.status_code == 422
    assert "time_zone" in answer.context["form"].errors


def test_the_board_names_what_blocks_and_leads_there(client, viewer, season, coat):
    drop = Drop.objects.create(season=season, slug="first", name="First Light")
    update_product(coat, drop=drop)
    client.force_login(viewer)
    shown = " ".join(client.get("/products/drops/").content.decode().split())
    assert "1 lacks photographs" in shown
    assert "/products/?drop=first&amp;state=missing" in shown
    assert "Noir Coat" in shown


def test_a_season_is_made_by_a_page(client, contributor):
    client.force_login(contributor)
    client.post("/products/seasons/new/", {"name": "Spring 2028", "starts_on": "2028-02-01"})
    assert Season.objects.get().slug == "spring-2028"


def test_a_client_and_its_campaign_are_made_by_pages(client, producer):
    client.force_login(producer)
    given = {"name": "Orsel", "homepage": "https://orsel.example", "tone": "Brief.\n\nExact."}
    answer = client.post("/products/clients/new/", given)
    made = Client.objects.get()
    assert answer.headers["Location"] == f"/products/clients/{made.pk}/"
    assert made.guidelines == {"tone": ["Brief.", "Exact."]}
    client.post(
        f"/products/clients/{made.pk}/campaigns/new/", {"name": "Windows", "status": "draft"}
    )
    campaign = Campaign.objects.get()
    client.post(f"/products/campaigns/{campaign.pk}/", {"name": "Windows", "status": "active"})
    shown = client.get(f"/products/clients/{made.pk}/").content.decode()
    assert "Windows" in shown
    assert 'data-status="active"' in shown
    assert "Exact." in shown


def test_a_client_is_changed_and_keeps_what_is_not_cleared(client, producer, team):
    made = create_client(team=team, name="Orsel", guidelines={"fonts": ["Inter"]})
    client.force_login(producer)
    form = client.get(f"/products/clients/{made.pk}/edit/").context["form"]
    client.post(f"/products/clients/{made.pk}/edit/", form.initial | {"name": "Galerie Orsel"})
    made.refresh_from_db()
    assert (made.name, made.guidelines) == ("Galerie Orsel", {"fonts": ["Inter"]})


def test_a_name_in_use_is_said_beside_its_field(client, producer, team):
    create_client(team=team, name="Orsel")
    client.force_login(producer)
    answer = client.post("/products/clients/new/", {"name": "Orsel"})
    assert answer.status_code == 422
    assert "name" in answer.context["form"].errors


@pytest.mark.parametrize("role", ["viewer", "contributor", "reviewer"])
def test_clients_are_the_producers_business_alone(client, request, role, team):
    made = create_client(team=team, name="Orsel")
    client.force_login(request.getfixturevalue(role))
    assert client.get("/products/clients/").status_code == 403
    assert client.get(f"/products/clients/{made.pk}/").status_code == 403
    assert client.get(f"/products/clients/{made.pk}/edit/").status_code == 403
    assert client.post("/products/clients/new/", {"name": "X"}).status_code == 403


def test_another_teams_client_is_not_there(client, stranger, team):
    made = create_client(team=team, name="Orsel")
    client.force_login(stranger)
    assert client.get(f"/products/clients/{made.pk}/").status_code == 404
