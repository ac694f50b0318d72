import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalog.naming.templates import check_read, check_write, filled, readings
from apps.catalog.naming.writing import safe
from skyy.api.errors import Code, Problem


def fits(template, stem):
    return [dict(found) for found in readings(template, stem)]


@pytest.mark.parametrize(
    ("template", "stem", "expected"),
    [
        ("{sku}", "BR-COT-001", [{"sku": "BR-COT-001"}]),
        ("{sku}_{view}", "BR-COT-001_back", [{"sku": "BR-COT-001", "view": "back"}]),
        ("{sku}_{view}", "BR-COT-001_On Model", [{"sku": "BR-COT-001", "view": "On Model"}]),
        ("{sku}_{view}", "BR-COT-001_left", []),
        ("{sku}_{view}_{n}", "A_front_007", [{"sku": "A", "view": "front", "n": "007"}]),
        ("IMG {any} {sku}", "img 3 A-1", [{"any": "3", "sku": "A-1"}]),
        (
            "{style}-{color}-{view}",
            "SR-1-Noir-front",
            [
                {"style": "SR", "color": "1-Noir", "view": "front"},
                {"style": "SR-1", "color": "Noir", "view": "front"},
            ],
        ),
        ("{style}-{color}", "-Noir", []),
        ("{sku}", "", []),
    ],
)
def test_a_name_is_read_in_every_way_it_fits(template, stem, expected):
    assert fits(template, stem) == expected


@pytest.mark.parametrize(
    "template",
    [
        "",
        "{view}",
        "{sku}{view}",
        "{sku}-{sku}",
        "{sku",
        "sku}",
        "{}",
        "{0}-{sku}",
        "{sku!r}",
        "{sku:>10}",
        "{sku.__class__}",
        "{sku[0]}",
        "{price}-{sku}",
        "a/{sku}",
        "{sku}\n",
        "{sku}" + "x" * 120,
    ],
)
def test_what_is_no_template_is_refused(template):
    with pytest.raises(Problem) as caught:
        check_read(template) if template != "{sku}\n" else check_read("{sku}\n-{view}")
    assert caught.value.code == Code.REQUEST_INVALID


def test_a_name_that_goes_out_needs_a_field():
    assert check_write(" {sku}-{role}-{view} ") == "{sku}-{role}-{view}"
    for wrong in ("photograph", "{n}", "{sku}:{view}"):
        with pytest.raises(Problem):
            check_write(wrong)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        (
            "{sku}-{role}-{view}",
            {"sku": "A", "role": "packshot", "view": "front"},
            "A-packshot-front",
        ),
        ("{sku}-{role}-{view}", {"sku": "A", "role": "packshot"}, "A-packshot"),
        ("{sku}-{role}-{view}", {"role": "packshot", "view": "front"}, "packshot-front"),
        ("{sku}-{role}-{view}", {"sku": "A", "view": "front"}, "A-front"),
        ("skyy {sku} x{version}", {"sku": "A", "version": "v1"}, "skyy A xv1"),
        ("{sku}_{color}", {}, ""),
    ],
)
def test_what_is_not_known_leaves_no_gap(template, values, expected):
    assert filled(template, values) == expected


FIELD = st.text("abcXYZ019", min_size=1, max_size=6)


@given(FIELD, FIELD, st.sampled_from(["front", "back", "on_model"]))
def test_what_was_written_by_a_template_is_read_by_it(style, color, view):
    template = "{style}-{color}-{view}"
    values = {"style": style, "color": color, "view": view}
    assert values in fits(template, filled(template, values))


@given(st.text(max_size=300), st.sampled_from(["{sku}_{view}", "{style}-{color}-{size}-{n}"]))
def test_any_name_is_read_or_left_alone(stem, template):
    for found in readings(template, stem):
        assert all(value and value in stem for value in found.values())


def test_a_name_made_to_be_read_in_millions_of_ways_is_given_up():
    # Without an end to it this would run for hours.
    assert fits("{style}-{color}-{size}-{sku}-{any}-{n}", "a-" * 120 + "a") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("../../etc/passwd", "-..-etc-passwd"),
        ("a\0b\x1fc", "abc"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("CON", "CON_"),
        (" . ", ""),
        ('a:b*c?"<>|', "a-b-c-"),
        ("Été", "Été"),
    ],
)
def test_a_file_name_is_harmless_on_every_system(text, expected):
    assert safe(text) == expected
