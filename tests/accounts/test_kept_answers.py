"""Answers kept for idempotency keys."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.kept_answers import KEPT, answer_once, sweep
from apps.accounts.models import KeptAnswer


def aged(by: timedelta) -> None:
    KeptAnswer.objects.update(created_at=timezone.now() - by)


def test_after_a_day_a_key_is_free_again(person):
    user = person()
    answer_once(user, "key", "a", lambda: (201, {"n": 1}))
    aged(KEPT - timedelta(minutes=1))
    assert answer_once(user, "key", "a", lambda: (201, {"n": 2})) == ((201, {"n": 1}), True)
    aged(KEPT + timedelta(minutes=1))
    assert answer_once(user, "key", "b", lambda: (201, {"n": 3})) == ((201, {"n": 3}), False)


def test_the_sweep_takes_what_is_too_old(person):
    user = person()
    answer_once(user, "key", "a", lambda: (200, None))
    sweep()
    assert KeptAnswer.objects.count() == 1
    aged(KEPT + timedelta(minutes=1))
    sweep()
    assert not KeptAnswer.objects.exists()


def test_what_breaks_leaves_no_key(person):
    def breaks() -> tuple[int, None]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        answer_once(person(), "key", "a", breaks)
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_request_sent_at_the_same_time_is_carried_out_once(transactional_db, person):
    user, ready, done = person(), threading.Barrier(4), []

    def send(number: int) -> tuple[int, object]:
        ready.wait(timeout=30)

        def act() -> tuple[int, int]:
            done.append(number)
            return 201, number

        try:
            return answer_once(user, "key", "a", act)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert len(done) == 1
    assert answers == [(201, done[0])] * 4
