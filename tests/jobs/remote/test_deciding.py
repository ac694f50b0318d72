"""Uncertain calls before a person: through the API and the page."""

from decimal import Decimal

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.jobs.costs.of_job import costs_of
from apps.jobs.engine import control, submission
from apps.jobs.models import Budget, CallStatus, JobStatus, LedgerEntry, ProviderCall, StepStatus
from skyy.identifiers import new_id

from .conftest import step_of, the_call
from .test_flow import CENTS, sums


@pytest.fixture
def doubted(job, work, tick, atelier):
    """A job whose provider forgot its prediction: only a person can say."""
    work()
    atelier.predictions.clear()
    tick()
    assert the_call(job).status == CallStatus.UNCERTAIN
    return job


@pytest.fixture
def api(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_sent_again_it_is_paid_a_second_time_on_a_persons_word(doubted, work, tick, api, user):
    call = the_call(doubted)
    answer = api.post(f"/api/v1/calls/{call.pk}/send-again/", {}, format="json")
    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "written_off")
    assert sums(doubted) == (0, CENTS)
    assert LedgerEntry.objects.get(call=call, kind="settle").by == user
    work()
    tick()
    doubted.refresh_from_db()
    assert doubted.status == JobStatus.COMPLETED
    assert sums(doubted) == (0, 2 * CENTS)


def test_what_the_bill_says_counts(doubted, api):
    address = f"/api/v1/calls/{the_call(doubted).pk}/send-again/"
    assert api.post(address, {"charged": "0"}, format="json").status_code == 200
    assert sums(doubted) == (0, 0)
    assert step_of(doubted).status == StepStatus.READY


def test_written_off_the_step_fails_and_the_money_is_spent(doubted, api):
    address = f"/api/v1/calls/{the_call(doubted).pk}/write-off/"
    assert api.post(address, {"charged": "0.01"}, format="json").status_code == 200
    doubted.refresh_from_db()
    assert (doubted.status, doubted.error["code"]) == (JobStatus.FAILED, "call.written_off")
    assert sums(doubted) == (0, 10_000_000)


def test_a_decision_is_made_once(doubted, api):
    address = f"/api/v1/calls/{the_call(doubted).pk}/write-off/"
    api.post(address, {}, format="json")
    again = api.post(address, {}, format="json")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "call.not_uncertain")
    assert sums(doubted) == (0, CENTS)


@pytest.mark.parametrize("charged", ["-1", "NaN", "0.0000000001", "x", "1e30"])
def test_a_charge_that_is_no_amount_is_refused(doubted, api, charged):
    address = f"/api/v1/calls/{the_call(doubted).pk}/write-off/"
    answer = api.post(address, {"charged": charged}, format="json")
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["charged"])
    assert the_call(doubted).status == CallStatus.UNCERTAIN


def test_another_team_sees_none_of_it(doubted, other_team):
    stranger = User.objects.create_user(f"stranger-{new_id()}", team=other_team, role="admin")
    client = APIClient()
    client.force_authenticate(stranger)
    assert client.get("/api/v1/calls/").json()["meta"]["total"] == 0
    answer = client.post(f"/api/v1/calls/{the_call(doubted).pk}/write-off/", {}, format="json")
    assert answer.status_code == 404


def test_the_page_shows_uncertain_calls_first_and_takes_the_decision(doubted, user):
    browser = Client()
    browser.force_login(user)
    shown = browser.get("/costs/").content.decode()
    call = the_call(doubted)
    assert call.reference in shown
    assert shown.index("Waiting for your word") < shown.index("Budgets")
    assert "0.0400" in shown
    answer = browser.post(f"/costs/calls/{call.pk}/send-again/", {"charged": ""}, follow=True)
    assert "Sent again" in answer.content.decode()
    assert call.reference not in answer.content.decode()
    assert step_of(doubted).status == StepStatus.READY
    refused = browser.post(f"/costs/calls/{call.pk}/write-off/", {}, follow=True)
    assert "known by now" in refused.content.decode()


def test_the_month_sets_the_actual_beside_the_estimate(job, work, tick, atelier, user):
    work()
    ProviderCall.objects.update(estimate_nano=50_000_000)
    tick()
    from apps.jobs.costs.overview import month_by_campaign

    month = the_call(job).created_at.date().replace(day=1)
    (line,) = month_by_campaign(user, month)
    assert (line.estimate, line.actual) == (Decimal("0.05"), Decimal("0.04"))
    assert (line.held, line.over) == (0, Decimal("-0.01"))


def test_budgets_are_made_and_changed_by_api(api, team, user):
    made = api.post("/api/v1/budgets/", {"name": "Autumn", "limit": "120.5"}, format="json")
    assert (made.status_code, made.json()["data"]["limit"]) == (201, "120.5"), made.json()
    assert Budget.objects.get().limit_nano == 120_500_000_000
    twice = api.post("/api/v1/budgets/", {"name": "Autumn"}, format="json")
    assert (twice.status_code, twice.json()["error"]["code"]) == (409, "conflict")
    address = f"/api/v1/budgets/{Budget.objects.get().pk}/"
    assert api.patch(address, {"name": "Winter"}, format="json").status_code == 200
    assert Budget.objects.get().limit_nano == 120_500_000_000
    assert api.patch(address, {"limit": None}, format="json").status_code == 200
    assert Budget.objects.get().limit_nano is None
    assert api.patch(address, {"limit": "-1"}, format="json").status_code == 400


def test_a_cancelled_job_leaves_its_uncertain_call_listed_and_its_price_held(doubted, api, user):
    control.cancel(doubted, user)
    doubted.refresh_from_db()
    call = the_call(doubted)
    assert (doubted.status, step_of(doubted).status) == (JobStatus.CANCELLED, StepStatus.CANCELLED)
    assert (call.status, sums(doubted)) == (CallStatus.UNCERTAIN, (CENTS, 0))
    listed = api.get("/api/v1/calls/", {"status": "uncertain"}).json()["data"]
    assert [one["id"] for one in listed] == [str(call.pk)]
    address = f"/api/v1/calls/{call.pk}"
    refused = api.post(f"{address}/send-again/", {}, format="json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "call.not_wanted")
    assert "nobody would use the result" in refused.json()["error"]["message"]
    assert sums(doubted) == (CENTS, 0)
    browser = Client()
    browser.force_login(user)
    shown = browser.get("/costs/").content.decode()
    assert call.reference in shown
    assert "Send again" not in shown
    assert api.post(f"{address}/write-off/", {"charged": "0"}, format="json").status_code == 200
    doubted.refresh_from_db()
    assert (doubted.status, sums(doubted)) == (JobStatus.CANCELLED, (0, 0))


def test_a_job_tells_what_it_cost_and_what_is_set_aside(doubted, work, tick, api, user):
    address = f"/api/v1/jobs/{doubted.pk}/"
    (cost,) = api.get(address).json()["data"]["costs"]
    assert cost == {
        "currency": "USD",
        "calls": 1,
        "open": 1,
        "estimate": "0",
        "charged": "0",
        "held": "0.04",
    }
    api.post(f"/api/v1/calls/{the_call(doubted).pk}/send-again/", {}, format="json")
    work()
    tick()
    (cost,) = api.get(address).json()["data"]["costs"]
    assert (cost["calls"], cost["open"], cost["charged"], cost["held"]) == (2, 0, "0.08", "0")
    browser = Client()
    browser.force_login(user)
    shown = browser.get(f"/jobs/{doubted.pk}/").content.decode()
    assert "for 2 paid calls" in shown
    assert "0.0800" in shown


def test_a_batch_costs_what_its_jobs_cost(pipeline, team, user, work, tick, atelier):
    batch = submission.submit_batch(
        pipeline.kind, [submission.BatchItem()] * 2, team=team, user=user, params={}
    )
    work()
    tick()
    (cost,) = costs_of(batch)
    assert (cost.calls, cost.charged) == (2, Decimal("0.08"))
    assert [one.calls for one in costs_of(batch.children.first())] == [1]


def test_the_month_is_told_by_api(doubted, job, api, team):
    first = the_call(doubted).created_at
    shown = api.get("/api/v1/costs/overview/", {"month": f"{first:%Y-%m}"}).json()["data"]
    assert (shown["month"], shown["uncertain"]) == (f"{first:%Y-%m}", 1)
    assert shown["campaigns"] == [
        {
            "campaign": None,
            "name": "",
            "currency": "USD",
            "calls": 1,
            "estimate": "0",
            "actual": "0",
            "difference": "0",
            "held": "0.04",
        }
    ]
    assert api.get("/api/v1/costs/overview/").json()["data"]["campaigns"] == shown["campaigns"]
    assert api.get("/api/v1/costs/overview/?month=2021-02").json()["data"]["campaigns"] == []


@pytest.mark.parametrize("month", ["2026-13", "26-11", "2026-11-01", "x", "٢٠٢٦-١١", "2026-11\n"])
def test_a_month_that_is_none_is_named(month, api):
    answer = api.get("/api/v1/costs/overview/", {"month": month})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["month"])
