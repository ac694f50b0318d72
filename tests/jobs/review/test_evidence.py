from hypothesis import given, settings
from hypothesis import strategies as st

from apps.jobs.review import evidence, reasons


def told(record):
    return {fact.label: f"{fact.value} {fact.note}".strip() for fact in evidence.facts(record)}


def test_what_normalisation_did_is_told_with_its_numbers():
    found = told({"lighting": {"tone": {"white_balance": [1.02, 1.0, 0.971], "exposure": 1.1}}})
    assert "1.020" in found["White balance"]
    assert "0.971" in found["White balance"]
    assert "1.10" in found["Exposure"]


def test_what_was_left_alone_is_said_so():
    found = told({"lighting": {"tone": {"white_balance": [1.0, 1.0, 1.0], "exposure": 1.0}}})
    assert found == {"White balance": "left as it was", "Exposure": "left as it was"}


def test_coverage_has_a_unit():
    record = {
        "background_removal": {"method": "classical", "product_share": 0.4321, "confidence": 0.9}
    }
    assert told(record)["Coverage"] == "43.2 % of the photograph is product"


def test_invented_weave_is_a_warning_in_words():
    (warning,) = evidence.warnings({"warnings": ["invented_texture", "invented_texture"]})
    assert "invented" in warning


def test_an_unknown_code_stands_for_itself():
    assert evidence.warnings({"warnings": ["new_one"]}) == ["new_one"]
    assert reasons.words(["edge_halo", "new_one"]) == ["Halo at the edge", "new_one"]


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["tone", "factor", "width", "method"]), inner, max_size=3)
    ),
    max_leaves=6,
)
STEPS = ["validate", "background_removal", "lighting", "upscale", "format", "warnings"]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(STEPS), json))
def test_evidence_of_any_shape_is_told_as_far_as_it_can_be_read(record):
    evidence.facts(record)
    evidence.warnings(record)
    evidence.overlay(record)


def test_the_photograph_is_laid_so_that_its_product_covers_the_results():
    # The product, 200 x 100 of the photograph, stands twice as large on the canvas.
    record = {
        "validate": {"width": 400, "height": 300},
        "format": {
            "width": 1000,
            "height": 1250,
            "part": [100, 50, 300, 150],
            "place": [300, 500, 400, 200],
        },
    }
    # Photograph: 800 x 600 on the canvas, its corner at (300 - 2 * 100, 500 - 2 * 50).
    assert evidence.overlay(record) == evidence.Overlay(0.1, 0.32, 0.8, 0.48, 0.8)


def test_results_of_before_placement_was_recorded_are_laid_as_they_are():
    record = {"validate": {"width": 4, "height": 3}, "format": {"width": 10, "height": 12}}
    assert evidence.overlay(record) is None
