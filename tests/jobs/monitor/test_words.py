import pytest

from apps.jobs.monitor.words import duration, kind_name, rate, step_name


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.004, "under 0.1 s"),
        (0.44, "0.4 s"),
        (9, "9 s"),
        (45.4, "45 s"),
        (700, "12 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_length_of_time_is_as_coarse_as_people_say_it(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("per_minute", "words"), [(48.2, "48 a minute"), (2.34, "2.3 a minute"), (0.1, "6 an hour")]
)
def test_a_rate_has_a_unit(per_minute, words):
    assert rate(per_minute) == words


def test_what_has_no_word_keeps_its_name():
    assert kind_name("packshot") == "Packshot"
    assert kind_name("style_transfer") == "Style transfer"
    assert step_name("background_removal") == "Remove the background"
