from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from apps.accounts import mail
from apps.accounts.models import Letter
from apps.jobs.engine import control
from apps.jobs.engine.transitions import move_job, move_step
from apps.jobs.health import figures, tallying
from apps.jobs.health.tallying import count_events
from apps.jobs.models import Event, Job, Tally

URL = "/metrics"


@pytest.fixture(autouse=True)
def read_anew():
    figures.forget()
    yield
    figures.forget()


def scrape(client):
    figures.forget()
    text = client.get(URL).content.decode()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def settled():
    """Count everything that has happened so far."""
    while count_events(now=timezone.now() + tallying.SETTLED + timedelta(seconds=1)):
        pass


def run_first(job, **ending):
    """The first step runs and succeeds."""
    step = job.steps.order_by("ordinal").first()
    move_job(job.pk, "start")
    move_step(step.pk, "claim")
    move_step(step.pk, "succeed", **({"seconds": 0.2, "cache_key": "k"} | ending))
    return step


def test_depth_age_and_workers_are_as_they_stand(client, producer, job, worker):
    worker()
    made = job(producer)
    Job.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(hours=2))
    found = scrape(client)
    assert found["skyy_queue_depth", "cpu"] == 1
    assert found["skyy_queue_depth", "gpu"] == 0
    assert found["skyy_queue_age_seconds", "cpu"] == pytest.approx(7200, abs=300)
    assert found["skyy_workers_seen",] == 1
    assert found["skyy_workers", "cpu"] == 1
    assert found["skyy_calls_open", "uncertain"] == 0
    assert found["skyy_leases_lost_total",] == 0


def test_callbacks_that_wait_are_counted(client, producer, job):
    control.cancel(job(producer, callback_url="https://hooks.example/"))
    assert scrape(client)["skyy_callbacks_pending",] == 1


def test_e_mails_that_wait_are_counted(client, db):
    mail.write("rosa@house.example", "password_changed", name="Rosa")
    Letter.objects.update(created_at=timezone.now() - timedelta(hours=1))
    found = scrape(client)
    assert found["skyy_letters_waiting",] == 1
    assert found["skyy_letters_oldest_seconds",] == pytest.approx(3600, abs=300)


def test_steps_are_counted_by_handler_and_end(client, producer, job):
    step = run_first(job(producer))
    settled()
    found = scrape(client)
    assert found["skyy_steps_ended_total", step.handler, "succeeded"] == 1
    assert found["skyy_step_attempts_total", step.handler] == 1
    assert found["skyy_step_seconds_count", step.handler] == 1
    assert found["skyy_step_seconds_sum", step.handler] == pytest.approx(0.2)
    assert found["skyy_step_seconds_bucket", step.handler, "0.1"] == 0
    assert found["skyy_step_seconds_bucket", step.handler, "0.25"] == 1
    assert found["skyy_step_seconds_bucket", step.handler, "+Inf"] == 1
    assert found["skyy_step_cache_total", "miss"] == 1


def test_a_cache_hit_is_no_duration(client, producer, job):
    step = run_first(job(producer), from_cache=True)
    settled()
    found = scrape(client)
    assert found["skyy_step_cache_total", "hit"] == 1
    assert ("skyy_step_seconds_count", step.handler) not in found


def test_a_lost_lease_is_told_from_a_step_given_back(client, producer, job):
    step = job(producer).steps.order_by("ordinal").first()
    for move in ("claim", "give_back", "claim", "lose"):
        assert move_step(step.pk, move)
    settled()
    found = scrape(client)
    assert found["skyy_leases_lost_total",] == 1
    assert found["skyy_step_attempts_total", step.handler] == 2


def test_jobs_are_counted_where_they_come_to_rest(client, producer, job):
    control.cancel(job(producer))
    settled()
    assert scrape(client)["skyy_jobs_rested_total", "cancelled"] == 1


def test_what_is_not_settled_yet_is_left_for_the_next_round(producer, job):
    control.cancel(job(producer))
    count_events()
    assert not Tally.objects.exists()
    settled()
    assert Tally.objects.filter(name=tallying.JOBS).get().count == 1


def test_nothing_is_counted_twice_and_nothing_is_forgotten_when_events_are_purged(producer, job):
    for _ in range(3):
        control.cancel(job(producer))
    later = timezone.now() + tallying.SETTLED + timedelta(seconds=1)
    while count_events(limit=2, now=later):
        pass
    Event.objects.all().delete()
    settled()
    assert Tally.objects.filter(name=tallying.JOBS).get().count == 3


@given(st.lists(st.floats(0, 10_000), max_size=30))
def test_every_duration_falls_into_one_bucket(values):
    tally = Tally(name=tallying.SECONDS)
    tallying._add(tally, values)
    assert sum(tally.buckets) == len(values)
    for bound, number in figures._cumulated(tally) if values else []:
        assert number == sum(value <= float(bound) for value in values)


def test_the_event_lag_is_measured(client, db):
    before = scrape(client).get(("skyy_event_lag_seconds_count",), 0)
    figures.observe_event((timezone.now() - timedelta(seconds=1)).isoformat())
    assert scrape(client)["skyy_event_lag_seconds_count",] == before + 1


def test_many_questions_ask_the_database_once(client, db, django_assert_num_queries):
    client.get(URL)
    with django_assert_num_queries(0):
        client.get(URL)


@pytest.mark.usefixtures("db")
class TestWhoMayAsk:
    def test_without_a_token_this_machine_alone(self, client):
        assert client.get(URL).status_code == 200
        assert client.get(URL, REMOTE_ADDR="10.0.0.7").status_code == 403

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
    def test_whoever_comes_through_a_proxy_is_not_this_machine(self, client, header):
        assert client.get(URL, headers={header: "203.0.113.9"}).status_code == 403

    def test_with_a_token_whoever_has_it(self, client, configured):
        configured(metrics_token=SecretStr("sesame"))
        refused = client.get(URL)
        assert (refused.status_code, refused.headers["WWW-Authenticate"][:6]) == (401, "Bearer")
        for wrong in ("Bearer sesam", "sesame", "Bearer ", "Bearer sesamé"):
            assert client.get(URL, headers={"Authorization": wrong}).status_code == 401
        right = {"Authorization": "Bearer sesame"}
        assert client.get(URL, headers=right, REMOTE_ADDR="10.0.0.7").status_code == 200
