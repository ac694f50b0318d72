"""Which calls are asked about, when, how many at once, and by whom."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.models import CallStatus, Job, ProviderCall, Step, StepStatus
from apps.jobs.providers.remote import asking, calls, leasing, pacing, polling, recording, registry
from apps.jobs.providers.remote.atelier import Atelier
from apps.jobs.providers.remote.base import Progress, Rate, Standing
from skyy.identifiers import new_id

from .conftest import poll_due, step_of, the_call


@pytest.fixture
def waiting(team):
    """Rows of many waiting calls that are due."""

    def make(number: int) -> Job:
        job = Job.objects.create(team=team, kind="test", status="processing")
        steps = Step.objects.bulk_create(
            Step(
                job=job, key=str(n), ordinal=n, handler="remote:atelier.picture@1", status="waiting"
            )
            for n in range(number)
        )
        due = timezone.now() - timedelta(seconds=1)
        ProviderCall.objects.bulk_create(
            ProviderCall(
                team=team,
                job=job,
                step=step,
                provider="atelier",
                capability="picture",
                status=CallStatus.RUNNING,
                external_id=f"x{step.pk}",
                reference=new_id().hex,
                next_poll_at=due,
                deadline_at=due + timedelta(hours=1),
            )
            for step in steps
        )
        return job

    return make


def take(most: int) -> list[asking.Question]:
    return leasing.lease(registry.get("atelier", ""), most)


def test_two_schedulers_never_take_the_same_call(waiting):
    waiting(30)
    first, second = take(20), take(20)
    assert (len(first), len(second)) == (20, 10)
    assert not {one.call_id for one in first} & {one.call_id for one in second}
    assert take(20) == []


def test_what_a_dead_scheduler_took_is_due_again(waiting):
    waiting(1)
    take(1)
    left = ProviderCall.objects.get().next_poll_at - timezone.now()
    assert timedelta(0) < left <= timedelta(seconds=leasing.LEASE)


def test_a_batch_costs_as_many_statements_however_large(
    waiting, atelier, django_assert_num_queries
):
    waiting(1)
    take(1)
    for number in (6, 60):
        waiting(number)
        # Is any due; the bucket read, calls chosen, leased and read, the bucket written; commit.
        with django_assert_num_queries(8):
            questions = take(100)
        assert len(questions) == number
        with django_assert_num_queries(1):
            recording.record_all([_still_running(question) for question in questions])


def test_no_more_is_asked_than_the_provider_allows_all_processes_together(waiting, monkeypatch):
    monkeypatch.setattr(Atelier, "rate", Rate(per_second=0.0001, burst=20))
    waiting(50)
    provider = registry.get("atelier", "")
    assert len(take(50)) == 18
    # Two of twenty are left to requests that make something, by whichever process.
    assert take(50) == []
    assert [pacing.take_one(provider) > 0 for _ in range(3)] == [False, False, True]


def test_a_provider_that_asks_for_quiet_is_left_alone_by_every_process(job, work, tick, atelier):
    work()
    atelier.behaviour.polls.append("429")
    tick()
    ProviderCall.objects.update(next_poll_at=timezone.now() - timedelta(seconds=1))
    assert poll_due() == 0
    assert 5 < pacing.take_one(registry.get("atelier", "")) <= 7.1
    assert the_call(job).status == CallStatus.RUNNING


def test_an_answer_that_cannot_be_recorded_holds_up_no_other(waiting, atelier, monkeypatch):
    waiting(3)
    monkeypatch.setattr(polling, "ask", _still_running)
    really = recording.record

    def breaks_once(answer, broken=[]):  # noqa: B006 - remembers across calls
        if not broken:
            broken.append(1)
            raise ValueError
        return really(answer)

    monkeypatch.setattr(recording, "record", breaks_once)
    assert poll_due() == 3
    waits = [one.next_poll_at - timezone.now() for one in ProviderCall.objects.all()]
    assert sorted(wait > timedelta(seconds=30) for wait in waits) == [False, False, True]


def test_a_slow_answer_holds_up_no_other(waiting, atelier, monkeypatch):
    waiting(3)
    slow = threading.Event()
    stuck = ProviderCall.objects.order_by("pk").first()

    def ask(question):
        if question.call_id == stuck.pk:
            assert slow.wait(20)
        return _still_running(question)

    monkeypatch.setattr(polling, "ask", ask)
    with polling.Desk(registry.get("atelier", "")) as desk:
        assert desk.take() == 3
        while ProviderCall.objects.filter(next_poll_at__gt=soon()).count() > 1:
            desk.collect(0.01)
        past = timezone.now() - timedelta(seconds=1)
        ProviderCall.objects.exclude(pk=stuck.pk).update(next_poll_at=past)
        assert desk.take() == 2
        slow.set()
    assert not ProviderCall.objects.filter(next_poll_at__gt=soon()).exists()


def test_a_call_that_is_woken_while_it_is_asked_about_stays_due(waiting, atelier, monkeypatch):
    waiting(1)

    def ask(question):
        calls.wake(ProviderCall.objects.get())
        connection.close()
        return _still_running(question)

    monkeypatch.setattr(polling, "ask", ask)
    assert poll_due() == 1
    assert len(take(1)) == 1


def test_the_chore_goes_on_until_nothing_is_due(waiting, atelier, monkeypatch):
    waiting(150)
    monkeypatch.setattr(polling, "ask", _still_running)
    try:
        while polling.tick("atelier"):
            pass
    finally:
        polling.finish("atelier")
    assert not ProviderCall.objects.filter(next_poll_at__lte=timezone.now()).exists()
    assert set(ProviderCall.objects.values_list("polls", flat=True)) == {1}


def test_due_calls_are_found_by_index(waiting):
    waiting(1)
    with CaptureQueriesContext(connection) as asked:
        take(1)
    due = next(one["sql"] for one in asked if "next_poll_at" in one["sql"])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' * (connection.vendor == 'sqlite')}{due}")
        plan = str(cursor.fetchall())
        if connection.vendor == "postgresql":
            cursor.execute("RESET enable_seqscan")
    assert "jobs_call_next_poll" in plan


def test_an_abandoned_intent_is_put_in_doubt(job, work, tick, atelier):
    from apps.jobs.engine import claims, control
    from apps.jobs.providers.remote.base import Price

    claim = claims.claim("io", worker="w")[0]
    provider = registry.named_by(claim.step.handler)
    call = calls.intend(claim, provider, {}, Price(1, "USD"))
    Step.objects.filter(job=job).update(status=StepStatus.READY)
    control.cancel(job)
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    polling.doubt_abandoned("atelier")
    assert the_call(job).status == CallStatus.UNCERTAIN
    tick()
    call.refresh_from_db()
    assert (call.status, call.charged_nano) == (CallStatus.FAILED, 0)
    assert step_of(job).status == StepStatus.CANCELLED


def soon():
    """Where a call is put off to that was asked about; a lease goes further."""
    return timezone.now() + timedelta(seconds=30)


def _still_running(question):
    return asking.Answer(question, Progress(Standing.RUNNING))


@given(st.integers(0, 10_000), st.none() | st.floats(0.1, 3600))
def test_waits_grow_to_a_bound_and_are_never_all_the_same(polls, hint):
    wait = pacing.interval(polls, hint)
    expected = hint if hint is not None else min(2 * 1.5 ** min(polls, 20), 60)
    assert 0.8 * expected <= wait <= 1.2 * expected + 1e-9


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(0, 50), st.integers(0, 3)), max_size=30))
def test_a_bucket_never_gives_more_than_its_rate(asked):
    bucket = pacing.Bucket(Rate(per_second=3.0, burst=10), 10.0, 0.0)
    now = 0.0
    given_out = 0
    for later, wanted, left in asked:
        now += later
        bucket.refill(now)
        given_out += bucket.take(wanted, leave=left)
        assert given_out <= 10 + 3.0 * now + 1e-6


def test_a_bucket_rests_as_long_as_it_is_told():
    bucket = pacing.Bucket(Rate(per_second=10.0, burst=10), 10.0, 0.0)
    bucket.rest(7.0, now=0.0)
    bucket.refill(6.9)
    assert (bucket.take(5), round(bucket.wait(6.9), 3)) == (0, 0.2)
    bucket.refill(7.5)
    assert bucket.take(5) == 5
