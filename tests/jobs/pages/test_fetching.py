"""Files from addresses in the studio: asked for once, followed, told in words."""

import pytest

from apps.accounts.roles import Role
from apps.assets.models import Collection
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import Job

PAGE = "/library/fetch/"
SAID = {"url": "https://files.example/looks/coat.jpg?token=s3cret", "role": "photograph"}


@pytest.fixture
def client(browser, contributor):
    return browser(contributor)


def test_what_is_asked_for_becomes_a_job_and_stands_on_the_page(client, team):
    collection = Collection.objects.create(team=team, slug="noir", name="Noir")
    said = {"name": "Coat", "role": "background", "collection": collection.pk}
    page = client.post(PAGE, SAID | said, follow=True).content.decode()
    job = Job.objects.get(kind="fetch")
    wish = {"name": "Coat", "role": "background", "collection": "noir"}
    assert {name: job.params[name] for name in wish} == wish
    assert job.title == "Coat"
    assert f'data-fetch="{job.pk}"' in page
    assert "files.example/looks/coat.jpg" in page
    # What follows the question mark may be a secret.
    assert "s3cret" not in page


def test_a_second_click_asks_for_nothing_more(client):
    for _ in range(2):
        assert client.post(PAGE, SAID | {"key": "one"}).status_code == 302
    assert Job.objects.filter(kind="fetch").count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"url": "http://files.example/a.jpg"}, "The address of a file begins with https://."),
        ({"url": "https://files.example:8080/"}, "Nothing is fetched from port 8080."),
        ({"url": ""}, "This field is required."),
        ({"role": "emperor"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_asked_for_is_said_beside_its_field(client, wrong, told):
    answer = client.post(PAGE, SAID | wrong)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Job.objects.exists()


def test_a_sixth_is_told_to_wait(client):
    for number in range(5):
        client.post(PAGE, SAID | {"url": f"https://files.example/{number}.jpg"})
    answer = client.post(PAGE, SAID)
    assert answer.status_code == 422
    assert "5 files are being fetched." in answer.content.decode()


def test_one_that_failed_says_why_and_offers_another_try(client):
    client.post(PAGE, SAID)
    job = Job.objects.get()
    move_job(job.pk, "start")
    said = {"code": "fetch.failed", "message": "The address answered 404. Nothing was kept."}
    move_job(job.pk, "fail", error=said)
    part = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "The address answered 404. Nothing was kept." in part
    assert f"/jobs/{job.pk}/retry/" in part
    assert "<html" not in part


def test_a_colleagues_are_not_a_contributors_business(client, browser, person):
    client.post(PAGE, SAID)
    assert "coat.jpg" not in browser(person(Role.API_USER)).get(PAGE).content.decode()
    assert "coat.jpg" in browser(person(Role.DEVELOPER)).get(PAGE).content.decode()
