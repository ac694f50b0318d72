import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.jobs.engine.submission import submit
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import Job

URL = "/api/v1/jobs/"


def ids(answer):
    return [row["id"] for row in answer.json()["data"]]


def test_a_reviewer_lists_the_teams_jobs_a_contributor_his_own(
    browser, job, contributor, reviewer, stranger
):
    own, others, foreign = job(contributor), job(reviewer), job(stranger)
    assert ids(browser(reviewer).get(URL)) == [str(others.pk), str(own.pk)]
    assert ids(browser(contributor).get(URL)) == [str(own.pk)]
    assert ids(browser(stranger).get(URL)) == [str(foreign.pk)]


def test_a_viewer_may_not_list_jobs(browser, viewer):
    answer = browser(viewer).get(URL)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "permission.denied"


def test_a_stranger_must_sign_in(client, db):
    assert client.get(URL).status_code == 401


def test_a_batch_stands_for_its_children_until_they_are_asked_for(browser, batch, reviewer):
    whole = batch(reviewer, 3)
    client = browser(reviewer)
    assert ids(client.get(URL)) == [str(whole.pk)]
    assert client.get(URL, {"top_level": "false"}).json()["meta"]["total"] == 4
    assert client.get(URL, {"batch": whole.pk}).json()["meta"]["total"] == 3


def test_internal_kinds_are_hidden_until_named(browser, photograph, team, reviewer):
    version = photograph().current_version
    hidden = submit("renditions", team=team, user=None, params={}, source=version)
    client = browser(reviewer)
    assert ids(client.get(URL)) == []
    assert ids(client.get(URL, {"kind": "renditions"})) == [str(hidden.pk)]


def test_jobs_are_narrowed_by_status_time_and_whose_they_are(browser, job, contributor, reviewer):
    pending, started = job(reviewer), job(contributor)
    move_job(started.pk, "start")
    client = browser(reviewer)
    assert ids(client.get(URL, {"status": "processing"})) == [str(started.pk)]
    assert ids(client.get(URL, {"mine": "true"})) == [str(pending.pk)]
    assert ids(client.get(URL, {"mine": "false"})) == [str(started.pk)]
    assert ids(client.get(URL, {"created_after": timezone.now().isoformat()})) == []
    assert ids(client.get(URL, {"ordering": "created_at"})) == [str(pending.pk), str(started.pk)]


def test_an_unknown_status_is_told_by_field(browser, reviewer):
    answer = browser(reviewer).get(URL, {"status": "asleep"})
    assert answer.status_code == 400
    assert "status" in answer.json()["error"]["fields"]


def test_a_longer_list_costs_no_more_queries(browser, batch, job, reviewer):
    client = browser(reviewer)
    job(reviewer)
    client.get(URL)
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"top_level": "false"})
        counted.append(len(queries))
        batch(reviewer, 5)
    assert counted[0] == counted[1]


def test_a_job_is_told_with_its_steps_in_order(browser, job, reviewer):
    data = browser(reviewer).get(f"{URL}{job(reviewer).pk}/").json()["data"]
    assert [step["key"] for step in data["steps"]][:2] == ["validate", "background_removal"]
    assert data["steps"][0]["status"] == "ready"
    assert data["counts"] is None


def test_a_batch_is_told_with_counts_and_pages_of_children(browser, batch, reviewer):
    whole = batch(reviewer, 3)
    client = browser(reviewer)
    assert client.get(f"{URL}{whole.pk}/").json()["data"]["counts"]["total"] == 3
    page = client.get(f"{URL}{whole.pk}/children/", {"page_size": 2}).json()
    assert len(page["data"]) == 2
    assert page["meta"]["total"] == 3


@pytest.mark.parametrize("rest", ["", "events/", "snapshot/", "children/"])
def test_another_teams_job_is_not_there(browser, job, reviewer, stranger, rest):
    foreign = job(stranger)
    assert browser(reviewer).get(f"{URL}{foreign.pk}/{rest}").status_code == 404


@pytest.mark.parametrize("name", ["0" * 36, "not-an-id", "-" * 36])
def test_a_name_that_is_no_job_is_not_there(browser, reviewer, name):
    assert browser(reviewer).get(f"{URL}{name}/").status_code == 404


def test_events_after_a_number_are_those_and_no_others(browser, job, reviewer):
    made = job(reviewer)
    move_job(made.pk, "start")
    move_job(made.pk, "request_cancel")
    data = browser(reviewer).get(f"{URL}{made.pk}/events", {"after": 1}).json()["data"]
    assert [message["number"] for message in data["events"]] == [2, 3]
    assert data["number"] == 3
    assert data["events"][0]["event"]["data"]["status"] == "processing"


@pytest.mark.parametrize("after", ["", "99", "-1", "x", "1" * 40])
def test_an_unknown_number_is_answered_with_a_snapshot(browser, job, reviewer, after):
    made = job(reviewer)
    data = browser(reviewer).get(f"{URL}{made.pk}/events/", {"after": after}).json()["data"]
    assert (data["type"], data["number"], data["job"]["id"]) == ("snapshot", 1, str(made.pk))


def test_the_board_holds_top_level_jobs_with_their_numbers(browser, batch, job, reviewer, stranger):
    whole, single = batch(reviewer), job(reviewer)
    job(stranger)
    data = browser(reviewer).get(f"{URL}board/").json()["data"]
    assert [(one["id"], one["number"]) for one in data["jobs"]] == [
        (str(single.pk), 1),
        (str(whole.pk), 1),
    ]
    assert Job.objects.count() == 6
