"""A 3D model before a reviewer: what is shown of it, of its score and of its faults."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.accounts.roles import Role
from apps.catalog.models import ProductMedia
from apps.jobs.models import Job, ReviewStatus
from apps.jobs.models.fidelity import FidelityReport
from apps.jobs.pages.fidelity_shown import shown
from apps.jobs.review import evidence
from apps.jobs.review.model_placement import placement
from tests.jobs.review.conftest import MODEL_EVIDENCE, REPORT


@pytest.fixture
def rosas(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def words(rosas):
    """The page of a review as it reads, without its white space."""

    def read(review) -> str:
        return " ".join(rosas.get(f"/review/{review.pk}/").content.decode().split())

    return read


def test_photograph_and_model_stand_side_by_side(words, waiting_model):
    review = waiting_model("DRESS-1")
    page = words(review)
    assert f"/media/versions/{review.reference_id}/" in page
    assert f'data-src="/media/versions/{review.result_id}/"' in page
    assert 'data-turn-home data-shortcut="p"' in page
    for key in "argz":
        assert f'data-shortcut="{key}"' in page


def test_the_model_begins_where_the_photographs_camera_stood(words, waiting_model):
    page = words(waiting_model())
    assert 'camera-orbit="30.0deg calc(90deg - 5.0deg) auto"' in page
    assert 'data-azimuth="30.0"' in page
    assert "30° around, 5° above" in page


def test_the_score_never_stands_alone(words, waiting_model):
    page = words(waiting_model())
    assert "91.4" in page
    for claim in (
        "of 100, target 98",
        "self-view",
        "44 % of the surface photographed",
        "uncalibrated",
        "below target",
    ):
        assert claim in page, claim
    for axis in ("Shape", "Proportions", "Colours", "Material", "Details", "97.2", "99.0", "88.5"):
        assert axis in page, axis


def test_what_was_not_judged_is_said_in_words(words, waiting_model):
    page = words(waiting_model())
    assert '<span class="axis__standing">unseen</span>' in page
    assert '<span class="axis__standing">unverified</span>' in page
    assert "Lightness: unverified" in page
    assert "Unseen</dt><dd>Back" in page
    assert "nobody photographed the view Back" in page


def test_an_axis_opens_onto_its_evidence(words, waiting_model):
    review = waiting_model()
    page = words(review)
    for picture in review.result.fidelity.evidence.all():
        assert f'href="/media/versions/{picture.picture_id}/"' in page
    assert "The left sleeve ends early." in page
    assert "0.981" in page


def test_a_relief_says_so_and_names_the_photograph_that_is_missing(words, waiting_model):
    review = waiting_model()
    page = words(review)
    assert "A relief: only the side that was photographed" in page
    product = review.variant.product_id
    assert f'<a href="/products/{product}/?view=side#upload">Side</a>' in page


def test_the_mesh_gate_stands_apart_with_its_failures(words, waiting_model):
    assert "Mesh gate passed: Mobile AR" in words(waiting_model())
    failure = {"code": "not_watertight", "message": "Two edges are open."}
    gate = {"passed": False, "target": "banner", "failures": [failure], "facts": {}}
    page = words(waiting_model(gate=gate))
    assert "Mesh gate not passed: Banner" in page
    assert "Two edges are open." in page


def test_the_steps_tell_what_they_did(words, waiting_model):
    page = words(waiting_model())
    for fact in (
        "Relief: the photographed side on a rounded back",
        "90.0° clockwise",
        "40.0 × 60.0 × 20.0 cm",
        "plain cloth, made up: nobody photographed it",
        "with Draco",
    ):
        assert fact in page, fact


def test_too_little_measured_gives_words_and_no_figure(words, waiting_model):
    page = words(waiting_model(report=REPORT | {"score": None}))
    assert "Too little could be measured" in page
    assert "fidelity__figure" not in page


def test_a_calibration_is_named(rosas, waiting_model):
    review = waiting_model()
    FidelityReport.objects.update(calibration="same-capture-2")
    page = rosas.get(f"/review/{review.pk}/").content.decode()
    assert "same-capture-2" in page
    assert "uncalibrated" not in page


def test_a_packshot_has_no_panel(words, waiting):
    page = words(waiting())
    assert "fidelity-title" not in page
    assert "data-turn" not in page


def test_a_model_is_made_anew_with_its_own_parameters(rosas, waiting_model):
    review = waiting_model()
    page = rosas.get(f"/review/{review.pk}/").content.decode()
    for name in ("quality", "fidelity_target", "target"):
        assert f'name="param-{name}"' in page
    rosas.post(
        f"/review/{review.pk}/regenerate/",
        {"param-quality": "high", "param-fidelity_target": "97", "param-target": "desktop"},
    )
    anew = Job.objects.get(ancestor=review.job)
    chosen = (anew.params["quality"], anew.params["fidelity_target"], anew.params["target"])
    assert chosen == ("high", 97.0, "desktop")


def test_approving_lets_the_model_stand(rosas, waiting_model):
    review = waiting_model()
    rosas.get(f"/review/{review.pk}/")
    rosas.post(f"/review/{review.pk}/decide/", {"verdict": "approve"})
    review.refresh_from_db()
    assert review.status == ReviewStatus.APPROVED
    media = ProductMedia.objects.standing().get()
    assert (media.role, media.version) == ("model", review.result)


def test_the_queue_marks_models(rosas, waiting_model, waiting):
    waiting()
    assert "model-mark" not in rosas.get("/review/").content.decode()
    waiting_model()
    assert "model-mark" in rosas.get("/review/").content.decode()


def test_who_may_not_review_sees_nothing_of_it(client, person, waiting_model):
    review = waiting_model()
    client.force_login(person("vera", Role.READ_ONLY))
    assert client.get(f"/review/{review.pk}/").status_code == 403
    client.force_login(person("carl", Role.API_USER))
    assert client.get(f"/review/{review.pk}/").status_code in (403, 404)


def test_more_evidence_costs_no_more_queries(rosas, waiting_model, django_assert_max_num_queries):
    few = waiting_model(pictures=("geometry",))
    many = waiting_model(
        pictures=("geometry", "proportions", "colors", "materials", "details", "aligned")
    )
    rosas.get(f"/review/{few.pk}/")
    with CaptureQueriesContext(connection) as before:
        rosas.get(f"/review/{few.pk}/")
    number = len(before)
    rosas.get(f"/review/{many.pk}/")
    with django_assert_max_num_queries(number):
        rosas.get(f"/review/{many.pk}/")


KEYS = (
    *("name", "score", "standing", "parts", "notes", "aspects"),
    *("axes", "camera", "azimuth", "elevation", "seen_share", "unseen_views", "hindrances"),
    *("passed", "failures", "facts", "target", "size_m", "triangles"),
)
json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(report=json, gate=json)
def test_a_report_of_another_day_is_shown_as_far_as_it_can_be_read(report, gate):
    row = FidelityReport(score=None, target=98, report=report, gate=gate)
    found = shown(row)
    assert len(found.axes) == 5


def test_the_photograph_is_laid_by_the_way_back_from_upright_to_its_own_pixels(
    words, waiting_model
):
    found = placement(MODEL_EVIDENCE)
    assert found is not None
    for x, y in ((0.0, 0.0), (30.0, 70.0)):
        (xx, xy, x0), (yx, yy, y0) = MODEL_EVIDENCE["reference"]["to_photograph"]
        at = (xx * x + xy * y + x0, yx * x + yy * y + y0)
        back = (
            found.a * at[0] + found.c * at[1] + found.e,
            found.b * at[0] + found.d * at[1] + found.f,
        )
        assert back == pytest.approx((x, y))
    assert f'data-placement="{found}"' in words(waiting_model())


@pytest.mark.parametrize(
    "reference", [{}, 3, {"to_photograph": [[0, 0, 0], [0, 0, 0]]}, {"to_photograph": "none"}]
)
def test_without_the_way_back_nothing_is_laid(reference):
    kept = MODEL_EVIDENCE["reference"] if isinstance(reference, dict) and reference else {}
    broken = kept | reference if isinstance(reference, dict) else reference
    assert placement(MODEL_EVIDENCE | {"reference": broken}) is None


@pytest.mark.parametrize("views", [None, "side", [["side"]], ["moon"], {"side": 1}])
def test_missing_views_that_are_none_are_left_out(views):
    assert evidence.missing_views({"reference": {"missing_views": views}}) == []
