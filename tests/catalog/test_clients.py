import pytest

from apps.catalog.clients import create_campaign, create_client, update_campaign, update_client
from apps.catalog.models import Client
from skyy.api.errors import Code, Problem


def test_guidelines_keep_their_headings_and_lose_blank_lines(team):
    client = create_client(
        team=team, name="Orsel", guidelines={"tone": ["Brief. ", " "], "fonts": []}
    )
    assert Client.objects.get(pk=client.pk).guidelines == {"tone": ["Brief."]}


@pytest.mark.parametrize(
    "guidelines", [{"smell": ["rose"]}, {"tone": "brief"}, {"tone": [1]}, {"tone": None}]
)
def test_guidelines_of_another_shape_are_refused(team, guidelines):
    with pytest.raises(Problem) as caught:
        create_client(team=team, name="Orsel", guidelines=guidelines)
    assert list(caught.value.fields) == ["guidelines"]
    assert not Client.objects.exists()


def test_a_name_in_use_is_a_conflict_within_the_team_only(team, other_team):
    create_client(team=team, name="Orsel")
    create_client(team=other_team, name="Orsel")
    with pytest.raises(Problem) as caught:
        create_client(team=team, name="Orsel")
    assert (caught.value.code, list(caught.value.fields)) == (Code.CONFLICT, ["name"])


def test_a_homepage_must_be_a_web_address(team):
    client = create_client(team=team, name="Orsel")
    with pytest.raises(Problem):
        update_client(client, homepage="javascript:alert(1)")
    assert update_client(client, homepage="https://orsel.example").homepage


def test_a_campaign_knows_only_its_three_states(team):
    campaign = create_campaign(client=create_client(team=team, name="Orsel"), name="Windows")
    assert campaign.status == "draft"
    with pytest.raises(Problem):
        update_campaign(campaign, status="paused")
    assert update_campaign(campaign, status="active").status == "active"
