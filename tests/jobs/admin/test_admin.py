import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.roles import Role
from apps.jobs.engine.transitions import move_job
from apps.jobs.models import Job, JobStatus
from apps.jobs.monitor.dashboard import dashboard

MODELS = [model for model in admin.site._registry if model._meta.app_label == "jobs"]
LIST = "/admin/jobs/job/"


@pytest.fixture
def staff(person):
    return person(Role.ADMIN, is_staff=True)


def test_every_jobs_model_is_registered():
    assert set(apps.get_app_config("jobs").get_models()) == set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_lists_open_to_owners_and_nothing_can_be_added(browser, person, model):
    address = f"/admin/jobs/{model._meta.model_name}/"
    client = browser(person(Role.SUPER_ADMIN, is_staff=True))
    assert client.get(address).status_code == 200
    assert client.get(f"{address}add/").status_code == 403


def test_a_status_cannot_be_edited(browser, staff, job):
    made = job(staff)
    client = browser(staff)
    page = client.get(f"{LIST}{made.pk}/change/")
    assert page.status_code == 200
    assert 'name="status"' not in page.content.decode()
    assert client.post(f"{LIST}{made.pk}/change/", {"status": "completed"}).status_code == 403
    assert Job.objects.get(pk=made.pk).status == JobStatus.PENDING


def test_staff_of_little_rank_see_no_jobs(browser, person):
    staff = person(Role.API_USER, is_staff=True)
    assert browser(staff).get(LIST).status_code == 403


def test_another_teams_jobs_are_not_listed(browser, staff, job, stranger):
    job(stranger, title="Foreign job")
    assert "Foreign job" not in browser(staff).get(LIST).content.decode()


def test_actions_go_through_the_engine(browser, staff, job):
    pending, failed = job(staff), job(staff)
    move_job(failed.pk, "fail", error={"code": "step.failed", "message": "It broke."})
    client = browser(staff)

    def act(name, *jobs):
        body = {"action": name, "_selected_action": [str(one.pk) for one in jobs]}
        return client.post(LIST, body, follow=True).content.decode()

    assert "Begun anew: 1." in act("retry", failed)
    assert Job.objects.get(pk=failed.pk).status == JobStatus.PENDING
    assert "Nothing of this job failed." in act("retry", pending)
    assert "Stopped: 2." in act("cancel", pending, failed)
    assert Job.objects.filter(status=JobStatus.CANCELLED).count() == 2
    assert Job.objects.get(pk=pending.pk).events.filter(type="job.status").exists()


def test_the_dashboard_tells_the_day(browser, staff, job, batch, stranger):
    job(staff)
    failed = job(staff, title="BAG-7")
    move_job(failed.pk, "fail", error={"code": "step.failed", "message": "It broke."})
    job(stranger)
    found = dashboard(staff)
    counts = {state.status: state.count for state in found.today}
    assert (counts["pending"], counts["failed"]) == (1, 1)
    assert [one.pk for one in found.failures] == [failed.pk]
    depth = {queue.name: queue for queue in found.queues}["cpu"]
    assert depth.ready == 3
    assert depth.oldest_seconds > 0
    page = browser(staff).get("/admin/").content.decode()
    assert "It broke." in page
    assert f"{LIST}{failed.pk}/change/" in page


def test_a_longer_list_costs_no_more_queries(browser, staff, batch):
    client = browser(staff)
    counted = []
    for _ in range(2):
        batch(staff, 4)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counted.append(len(queries))
    assert counted[0] == counted[1]
