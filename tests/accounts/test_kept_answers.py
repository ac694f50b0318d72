"""Answers kept for idempotency keys."""

from datetime import timedelta

import pytest
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
