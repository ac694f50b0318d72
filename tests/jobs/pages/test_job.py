import pytest

from apps.jobs.engine.transitions import move_job, move_step
from apps.jobs.models import Job, JobStatus


def page(client, job, **headers):
    return client.get(f"/jobs/{job.pk}/", headers=headers)


def test_a_job_shows_its_steps_as_a_graph_with_their_states(browser, job, reviewer):
    made = job(reviewer)
    step = made.steps.get(key="validate")
    move_step(step.pk, "claim")
    move_step(step.pk, "succeed", seconds=1.25)
    content = page(browser(reviewer), made).content.decode()
    assert "graph__step--succeeded" in content
    assert "1.2 s" in content
    assert content.count('class="graph__step ') == made.steps.count()
    assert "<path" in content


def test_what_changes_can_be_fetched_alone(browser, job, reviewer):
    content = page(browser(reviewer), job(reviewer), **{"HX-Request": "true"}).content.decode()
    assert 'id="job-body"' in content
    assert "<html" not in content


def test_a_failure_is_told_in_words(browser, job, reviewer):
    made = job(reviewer)
    move_job(made.pk, "fail", error={"code": "photo.no_product", "message": "Nothing to see."})
    content = page(browser(reviewer), made).content.decode()
    assert "Nothing to see." in content
    assert f'action="/jobs/{made.pk}/retry/"' in content


def test_what_could_not_be_undone_is_put_before_a_person_with_two_ways_out(browser, job, reviewer):
    made = job(reviewer)
    move_job(made.pk, "start")
    error = {"code": "compensation.failed", "message": "It needs a person."}
    move_job(made.pk, "strand", error=error)
    content = page(browser(reviewer), made).content.decode()
    assert "It needs a person." in content
    for move in ("undo_again", "put_right"):
        assert f'action="/jobs/{made.pk}/{move}/"' in content
    assert f'action="/jobs/{made.pk}/retry/"' not in content
    # The engine has the last word: here nothing is left to be undone.
    answer = browser(reviewer).post(f"/jobs/{made.pk}/undo_again/", follow=True)
    assert "Nothing of this job is left to be undone." in answer.content.decode()


def test_ancestors_and_descendants_are_linked(browser, job, reviewer):
    first = job(reviewer, title="First try")
    second = job(reviewer, title="Second try", ancestor=first)
    client = browser(reviewer)
    assert "Second try" in page(client, first).content.decode()
    assert "First try" in page(client, second).content.decode()


def test_a_batch_shows_its_tiles(browser, batch, reviewer):
    made = batch(reviewer, 3)
    assert page(browser(reviewer), made).content.decode().count('class="tile tile--') >= 3


@pytest.mark.parametrize("who", ["contributor", "stranger"])
def test_who_may_not_see_a_job_finds_nothing(browser, job, reviewer, who, request):
    made = job(reviewer)
    client = browser(request.getfixturevalue(who))
    assert page(client, made).status_code == 404
    assert client.post(f"/jobs/{made.pk}/cancel/").status_code == 404
    assert Job.objects.get(pk=made.pk).status == JobStatus.PENDING


def test_buttons_move_the_job_and_lead_back(browser, job, reviewer):
    made = job(reviewer)
    client = browser(reviewer)
    answer = client.post(f"/jobs/{made.pk}/pause/", {"next": "/pipeline/"})
    assert (answer.status_code, answer["Location"]) == (302, "/pipeline/")
    assert Job.objects.get(pk=made.pk).paused
    client.post(f"/jobs/{made.pk}/resume/")
    client.post(f"/jobs/{made.pk}/cancel/")
    assert Job.objects.get(pk=made.pk).status == JobStatus.CANCELLED


def test_what_is_not_possible_is_said_and_changes_nothing(browser, job, reviewer):
    made = job(reviewer)
    answer = browser(reviewer).post(f"/jobs/{made.pk}/retry/", follow=True)
    assert "Nothing of this job failed." in answer.content.decode()


def test_a_button_never_leads_out_of_the_house(browser, job, reviewer):
    made = job(reviewer)
    answer = browser(reviewer).post(f"/jobs/{made.pk}/pause/", {"next": "https://elsewhere.test/"})
    assert answer["Location"] == f"/jobs/{made.pk}/"


@pytest.mark.parametrize("name", ["destroy", "start"])
def test_other_moves_do_not_exist(browser, job, reviewer, name):
    assert browser(reviewer).post(f"/jobs/{job(reviewer).pk}/{name}/").status_code == 404


def test_a_link_moves_nothing(browser, job, reviewer):
    made = job(reviewer)
    assert browser(reviewer).get(f"/jobs/{made.pk}/cancel/").status_code == 405
