"""What dies again and again is not started in a busy loop."""

from tests.parts.back_off import CALM_SECONDS, FIRST, LONGEST, BackOff


def waits(back_off: BackOff, lives: float, deaths: int) -> list[float]:
    """How long it lay each time, to a quarter of a second, where it lived so long each time."""
    now, found = 0.0, []
    for _ in range(deaths):
        back_off.started(now)
        now += lives
        died = now
        while not back_off.is_due(now):
            now += 0.25
        found.append(now - died)
    return found


def test_what_dies_at_once_waits_twice_as_long_each_time_up_to_a_limit():
    found = waits(BackOff(), lives=0.25, deaths=9)
    assert found[:4] == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST]
    assert found[-1] == LONGEST


def test_what_lived_a_while_is_forgiven():
    assert waits(BackOff(), lives=CALM_SECONDS, deaths=5) == [FIRST] * 5
