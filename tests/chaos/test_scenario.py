"""What is dealt from a seed."""

from apps.jobs.engine.claims import LOSSES_BEFORE_ALONE
from tests.chaos import faults, scenario
from tests.chaos.checks.recovery import NOT_FIRST_AFTER
from tests.chaos.rows import none, printed, same
from tests.chaos.watcher import folded


def test_a_seed_gives_the_same_run_again():
    assert scenario.deal(7, 40) == scenario.deal(7, 40)
    assert scenario.deal(7, 40) != scenario.deal(8, 40)
    given = {"seconds": 60.0, "every": 2.0, "lease": 5.0}
    assert faults.schedule(7, **given) == faults.schedule(7, **given)
    assert faults.schedule(7, **given) != faults.schedule(8, **given)


def test_even_the_short_form_has_every_way_every_ending_every_word_and_every_fault():
    for seed in range(30):
        asked = scenario.deal(seed, 24)
        ways = {way for one in asked for way in one.ways.values()}
        assert ways >= {*scenario.WAYS, "ok", "witness", "refuse"}
        assert {one.ending for one in asked} == {"complete", "refuse", "cancel"}
        assert {one.word for one in asked if one.is_mute} == set(scenario.WORDS)
        assert not any(one.is_mute and one.ending != "complete" for one in asked)
        due = faults.schedule(seed, seconds=20.0, every=2.0, lease=4.0)
        assert {fault.kind for fault in due} == set(faults.KINDS)
        assert [fault.at for fault in due] == sorted(fault.at for fault in due)
        frozen = [fault for fault in due if fault.kind.startswith("freeze")]
        assert all(fault.seconds > 4.0 for fault in frozen)


def test_a_line_is_bad_when_it_is_not_as_it_must_be():
    rows = [same("jobs", 3, 4, "job 4"), none("lost", []), none("twice", ["a", "b"])]
    assert [row.right for row in rows] == [False, True, False]
    table = printed("Chaos", rows)
    assert "BAD jobs   3, must be 4" in table
    assert "job 4" in table
    assert "a; b" in table


def test_a_client_takes_events_in():
    known = {"number": 1, "status": "pending", "steps": [{"id": "s", "status": "ready"}]}
    step = {"number": 2, "type": "step.status", "data": {"step": "s", "status": "running"}}
    more = {"number": 3, "type": "steps.added", "data": {"steps": [{"id": "u"}]}}
    ended = {"number": 4, "type": "job.status", "data": {"status": "failed", "error": {"code": 1}}}
    for event in (step, more, ended):
        known = folded(known, event)
    assert known == {
        "number": 4,
        "status": "failed",
        "error": {"code": 1},
        "steps": [{"id": "s", "status": "running"}, {"id": "u"}],
    }


def test_the_table_asks_for_the_rule_that_the_engine_keeps():
    assert NOT_FIRST_AFTER == LOSSES_BEFORE_ALONE
