import pytest

from apps.accounts.roles import Role
from apps.assets.models import SavedSearch
from apps.assets.saved_searches import canonical, save_search
from skyy.api.errors import Problem

URL = "/api/v1/saved-searches/"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("q=tote&role=packshot&page=7&after=x", "q=tote&role=packshot"),
        ("?role=b&role=a&q=", "role=a&role=b"),
        ("order=name", ""),
        ("q=x&order=name", "q=x&order=name"),
        ("q=x&order=newest", "q=x"),
        ("next=https://elsewhere", ""),
        ("q=%00", ""),
    ],
)
def test_a_question_is_kept_without_what_is_none(given, kept):
    assert canonical(given) == kept


@pytest.mark.parametrize(
    ("name", "query"),
    [("", "q=x"), ("x" * 81, "q=x"), ("a", ""), ("a", "page=3"), ("a", "kind=sculpture")],
)
def test_what_cannot_be_asked_is_not_saved(contributor, name, query):
    with pytest.raises(Problem):
        save_search(contributor, name=name, query=query)
    assert not SavedSearch.objects.exists()


def test_one_sees_ones_own_and_what_the_team_shares(api, person, contributor, other_team):
    client, colleague = api(contributor), api(person(Role.READ_ONLY))
    made = client.post(URL, {"name": "Totes", "query": "q=tote"}, format="json")
    assert made.status_code == 201
    shared = {"name": "Bags", "query": "role=packshot", "shared": True}
    client.post(URL, shared, format="json")
    assert [one["name"] for one in client.get(URL).json()["data"]] == ["Bags", "Totes"]
    (seen,) = colleague.get(URL).json()["data"]
    assert (seen["name"], seen["mine"]) == ("Bags", False)
    assert colleague.delete(f"{URL}{seen['id']}/").status_code == 403
    assert api(person(Role.ADMIN, other_team)).get(URL).json()["data"] == []
    again = client.post(URL, shared, format="json")
    assert again.status_code == 409
    assert client.delete(f"{URL}{seen['id']}/").status_code == 204


def test_the_library_saves_opens_and_forgets(browser, contributor, make_asset, collection):
    make_asset(filename="Tote.jpg", collection=collection)
    client = browser(contributor)
    assert "Save this search" not in client.get("/library/").content.decode()
    narrowed = "q=tote&collection=signature"
    assert "Save this search" in client.get(f"/library/?{narrowed}").content.decode()
    said = {"name": "My totes", "query": narrowed + "&page=2"}
    page = client.post("/library/searches/", said, follow=True)
    assert page.redirect_chain[-1][0] == "/library/?collection=signature&q=tote"
    assert 'href="/library/?collection=signature&amp;q=tote"' in page.content.decode()
    search = SavedSearch.objects.get()
    client.post(f"/library/searches/{search.pk}/delete/")
    assert not SavedSearch.objects.exists()
