"""Which calls are asked about, when, how many at once, and by whom."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.models import CallStatus, Job, ProviderCall, Step, StepStatus
from apps.jobs.providers.remote import pacing, polling
from apps.jobs.providers.remote.base import Rate
from skyy.identifiers import new_id

from .conftest import step_of, the_call


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


def test_two_schedulers_never_take_the_same_call(waiting):
    waiting(30)
    first = polling.lease(polling._due(), 20)
    second = polling.lease(polling._due(), 20)
    assert (len(first), len(second)) == (20, 10)
    assert not {call.pk for call in first} & {call.pk for call in second}
    assert polling.lease(polling._due(), 20) == []


def test_what_a_dead_scheduler_took_is_due_again(waiting):
    waiting(1)
    polling.lease(polling._due(), 1)
    left = ProviderCall.objects.get().next_poll_at - timezone.now()
    assert timedelta(0) < left <= timedelta(seconds=polling.LEASE)


def test_a_batch_costs_as_many_statements_however_large(
    waiting, atelier, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(polling, "_ask", _still_running)
    for number in (10, 100):
        waiting(number)
        with django_assert_max_num_queries(12):
            assert polling.poll_due(200) == number


def test_no_more_is_asked_than_the_provider_allows(waiting, atelier, monkeypatch):
    monkeypatch.setattr(polling, "_ask", _still_running)
    waiting(50)
    bucket = pacing.Bucket(Rate(per_second=0.0001, burst=20))
    monkeypatch.setitem(pacing._buckets, "atelier", bucket)
    assert polling.poll_due(200) == 20
    assert polling.poll_due(200) == 0


def test_a_provider_that_asks_for_quiet_is_left_alone(job, work, tick, atelier):
    work()
    atelier.behaviour.polls.append("429")
    tick()
    ProviderCall.objects.update(next_poll_at=timezone.now() - timedelta(seconds=1))
    assert polling.poll_due(10) == 0
    assert the_call(job).status == CallStatus.RUNNING


def test_an_answer_that_cannot_be_recorded_holds_up_no_other(waiting, atelier, monkeypatch):
    waiting(3)
    monkeypatch.setattr(polling, "_ask", _still_running)
    really = polling._record

    def breaks_once(answer, broken=[]):  # noqa: B006 - remembers across calls
        if not broken:
            broken.append(1)
            raise ValueError
        return really(answer)

    monkeypatch.setattr(polling, "_record", breaks_once)
    assert polling.poll_due(10) == 3


def test_an_abandoned_intent_is_put_in_doubt(job, work, tick, atelier):
    from apps.jobs.engine import claims, control
    from apps.jobs.providers.remote import calls, registry
    from apps.jobs.providers.remote.base import Price

    claim = claims.claim("io", worker="w")[0]
    provider = registry.named_by(claim.step.handler)
    call = calls.intend(claim, provider, {}, Price(1, "USD"))
    Step.objects.filter(job=job).update(status=StepStatus.READY)
    control.cancel(job)
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    polling.doubt_abandoned()
    assert the_call(job).status == CallStatus.UNCERTAIN
    tick()
    call.refresh_from_db()
    assert (call.status, call.charged_nano) == (CallStatus.FAILED, 0)
    assert step_of(job).status == StepStatus.CANCELLED


def _still_running(call):
    from apps.jobs.providers.remote import registry
    from apps.jobs.providers.remote.base import Progress, Standing

    provider = registry.get(call.provider, call.capability)
    return polling.Answer(call, provider, Progress(Standing.RUNNING))


@given(st.integers(0, 10_000), st.none() | st.floats(0.1, 3600))
def test_waits_grow_to_a_bound_and_are_never_all_the_same(polls, hint):
    wait = pacing.interval(polls, hint)
    expected = hint if hint is not None else min(2 * 1.5 ** min(polls, 20), 60)
    assert 0.8 * expected <= wait <= 1.2 * expected + 1e-9


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(0, 50)), max_size=30))
def test_a_bucket_never_gives_more_than_its_rate(asked):
    bucket = pacing.Bucket(Rate(per_second=3.0, burst=10))
    now = began = bucket._at
    given_out = 0
    for later, wanted in asked:
        now += later
        given_out += bucket.take(wanted, now=now)
        assert given_out <= 10 + 3.0 * (now - began) + 1e-6


def test_a_bucket_rests_as_long_as_it_is_told():
    bucket = pacing.Bucket(Rate(per_second=10.0, burst=10))
    began = bucket._at
    bucket.rest(7.0, now=began)
    assert bucket.take(5, now=began + 6.9) == 0
    assert bucket.take(5, now=began + 7.5) == 5
