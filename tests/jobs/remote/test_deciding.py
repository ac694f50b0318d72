"""Uncertain calls before a person: through the API and the page."""

from decimal import Decimal

import pytest
from django.test import Client
from rest_framework.test import APIClient

from apps.accounts.models import User
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
