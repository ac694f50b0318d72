"""Following jobs that make 3D models, and steering them."""

import pytest

from apps.assets.models import Asset, AssetStatus
from apps.jobs.engine.control import cancel
from apps.jobs.engine.rollup import roll_up
from apps.jobs.engine.transitions import move_job, move_step
from apps.jobs.models import FidelityReport, Job, Step, StepStatus
from tests.jobs.scored import finish_model

URL = "/api/v1/pipeline/jobs/"
NOWHERE = "01a1f7de-0000-7000-8000-000000000000"
pytestmark = pytest.mark.usefixtures("no_throttle_memory")


@pytest.fixture
def seen(browser, contributor):
    client = browser(contributor)

    def get(path="", **query):
        answer = client.get(f"{URL}{path}", query)
        assert answer.status_code == 200, answer.content
        return answer.json()["data"]

    return get


def fail(job):
    step = job.steps.order_by("ordinal").first()
    move_job(job.pk, "start")
    move_step(step.pk, "claim")
    error = {"code": "photo.no_product", "message": "There is no product in this photograph."}
    move_step(step.pk, "fail", error=error)
    move_job(job.pk, "fail", error=error)


def test_batches_stand_for_their_jobs_newest_first(seen, model_job, model_batch, contributor):
    single, batch = model_job(contributor), model_batch(contributor)
    assert [job["id"] for job in seen()] == [str(batch.pk), str(single.pk)]
    inside = seen(batch=str(batch.pk))
    assert {job["id"] for job in inside} == {str(child.pk) for child in batch.children.all()}


def test_other_kinds_of_job_are_not_among_them(seen, job, browser, contributor):
    packshot = job(contributor)
    assert seen() == []
    assert browser(contributor).get(f"{URL}{packshot.pk}/").status_code == 404


def test_pages_count_truly(browser, model_job, contributor):
    for _ in range(3):
        model_job(contributor)
    answer = browser(contributor).get(URL, {"page_size": 2, "page": 2}).json()
    assert (len(answer["data"]), answer["meta"]["total"]) == (1, 3)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "pending"}, {"draft", "high"}),
        ({"status": "cancelled"}, {"standard"}),
        ({"status": ["pending", "cancelled"]}, {"draft", "standard", "high"}),
        ({"status": "completed"}, set()),
        ({"quality": "high"}, {"high"}),
        ({"provider": "local"}, {"draft", "standard", "high"}),
        ({"provider": "tripo"}, set()),
        ({"quality": "draft", "status": "cancelled"}, set()),
    ],
)
def test_a_list_is_narrowed(seen, model_job, contributor, query, found):
    for quality in ("draft", "standard", "high"):
        made = model_job(contributor, params={"quality": quality})
        if quality == "standard":
            cancel(made)
    assert {job["quality"] for job in seen(**query)} == found


@pytest.mark.parametrize(
    "query", [{"status": "done"}, {"quality": "best"}, {"provider": "x"}, {"batch": "x"}]
)
def test_a_filter_that_means_nothing_is_refused_by_name(browser, contributor, query):
    answer = browser(contributor).get(URL, query)
    assert answer.status_code == 400
    assert set(answer.json()["error"]["fields"]) == set(query)


def test_progress_is_the_share_of_work_that_is_done(seen, model_batch, contributor):
    batch = model_batch(contributor, 4)
    first, second, third, _fourth = batch.children.order_by("id")
    finish_model(first)
    fail(second)
    half = list(third.steps.order_by("ordinal"))
    Step.objects.filter(pk__in=[step.pk for step in half[: len(half) // 2]]).update(
        status=StepStatus.SUCCEEDED
    )
    move_job(third.pk, "start")
    roll_up(batch.pk)
    told = seen(f"{batch.pk}/")
    assert (told["total_assets"], told["processed_assets"]) == (4, 2)
    done = 2 + (len(half) // 2) / len(half)
    assert told["progress_percentage"] == pytest.approx(25 * done, abs=0.1)
    child = seen(f"{third.pk}/")
    assert (child["processed_assets"], child["batch"]) == (0, str(batch.pk))
    assert child["progress_percentage"] == pytest.approx(100 * (done - 2), abs=0.1)
    assert seen(f"{first.pk}/")["progress_percentage"] == 100


def test_a_job_moved_last_when_its_newest_event_says(seen, model_job, contributor):
    made = model_job(contributor)
    before = seen(f"{made.pk}/")
    cancel(made)
    after = seen(f"{made.pk}/")
    newest = Job.objects.get(pk=made.pk).events.latest("number").created_at
    assert after["updated_at"] == newest.isoformat().replace("+00:00", "Z")
    assert before["updated_at"] < after["updated_at"]


def test_nothing_is_told_that_is_not_known_yet(seen, model_job, contributor):
    made = model_job(contributor)
    (result,) = seen(f"{made.pk}/")["results"]
    known = {"asset_id", "job_id", "status", "provider"}
    assert result["asset_id"] == str(made.source.asset_id)
    assert {name for name, value in result.items() if value is not None} == known


def test_a_result_tells_what_was_measured(seen, scored, contributor):
    report = scored(contributor)
    model, job = report.result, report.job
    (result,) = seen(f"{job.pk}/")["results"]
    assert result["asset_id"] == str(report.reference.asset_id)
    assert result["model_asset_id"] == str(model.asset_id)
    assert result["model_url"] == f"/media/versions/{model.pk}/"
    urls = {one.specification: f"/media/renditions/{one.pk}/" for one in model.renditions.all()}
    assert result["draco_url"] == urls["model_draco"]
    assert result["thumbnail_url"] == urls["thumb_320_webp"]
    assert result["turntable_url"] == urls["turntable_mp4"]
    assert (result["file_size"], result["vertex_count"], result["polygon_count"]) == (
        1_234_567,
        18_500,
        36_000,
    )
    assert result["fidelity_score"] == 93.5
    assert result["breakdown"] == {
        "geometry": 97.5,
        "proportions": 96.0,
        "colors": 91.25,
        "materials": None,
        "details": 88.0,
    }
    assert (result["self_view"], result["seen_share"], result["calibration"]) == (True, 0.46, None)
    assert result["processing_time"] == pytest.approx(0.5 * job.steps.count())
    assert (result["status"], result["review_status"]) == ("awaiting_review", "waiting")
    assert result["gate_passed"] is True


def test_an_unscored_total_is_null_and_not_nought(seen, scored, contributor):
    report = scored(contributor, score=None)
    (result,) = seen(f"{report.job_id}/")["results"]
    assert result["fidelity_score"] is None


def test_a_model_in_the_bin_has_no_address(seen, scored, contributor):
    report = scored(contributor)
    Asset.objects.filter(pk=report.result.asset_id).update(status=AssetStatus.DELETED)
    (result,) = seen(f"{report.job_id}/")["results"]
    assert (result["model_url"], result["thumbnail_url"], result["file_size"]) == (None,) * 3
    assert result["fidelity_score"] == 93.5


def test_results_of_a_batch_stand_in_the_order_of_its_assets(seen, model_batch, contributor):
    batch = model_batch(contributor, 3)
    _first, second, third = batch.children.order_by("id")
    finish_model(second)
    fail(third)
    told = seen(f"{batch.pk}/")
    assert [one["asset_id"] for one in told["results"]] == told["asset_ids"]
    assert [one["fidelity_score"] for one in told["results"]] == [None, 93.5, None]
    assert told["results"][2]["error"]["code"] == "photo.no_product"


def test_more_results_cost_no_more_queries(
    seen, model_batch, contributor, django_assert_max_num_queries
):
    for size in (1, 5):
        batch = model_batch(contributor, size)
        for child in batch.children.all():
            finish_model(child)
        with django_assert_max_num_queries(14):
            assert len(seen(f"{batch.pk}/")["results"]) == size


def test_a_job_is_stopped_once(browser, model_batch, contributor):
    batch = model_batch(contributor)
    client = browser(contributor)
    answer = client.post(f"{URL}{batch.pk}/cancel/")
    assert (answer.status_code, answer.json()["data"]["status"]) == (202, "cancelled")
    assert {one["status"] for one in answer.json()["data"]["results"]} == {"cancelled"}
    again = client.post(f"{URL}{batch.pk}/cancel/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "job.not_cancellable")


def test_only_what_failed_is_tried_again(browser, model_job, contributor):
    made = model_job(contributor)
    client = browser(contributor)
    refused = client.post(f"{URL}{made.pk}/retry/")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "job.not_retryable")
    fail(made)
    told = client.get(f"{URL}{made.pk}/").json()["data"]
    assert (told["status"], told["error"]["code"]) == ("failed", "photo.no_product")
    again = client.post(f"{URL}{made.pk}/retry/")
    assert (again.status_code, again.json()["data"]["status"]) == (202, "pending")


def test_who_sees_and_steers_what(
    browser, model_job, contributor, reviewer, stranger, viewer, person
):
    own, others = model_job(contributor), model_job(reviewer)
    expected = {viewer: 403, contributor: 404, reviewer: 200, stranger: 404, person(): 404}
    for user, code in expected.items():
        assert browser(user).get(f"{URL}{others.pk}/").status_code == code
        steered = browser(user).post(f"{URL}{others.pk}/cancel/").status_code
        assert steered == {200: 202}.get(code, code)
    assert browser(contributor).get(f"{URL}{own.pk}/").status_code == 200
    assert browser(stranger).get(URL).json()["data"] == []


@pytest.mark.parametrize("name", [NOWHERE, "-" * 36, "nonsense"])
def test_what_is_not_there_is_a_404(browser, contributor, name):
    client = browser(contributor)
    assert client.get(f"{URL}{name}/").status_code == 404
    assert client.post(f"{URL}{name}/cancel/").status_code == 404
    assert client.post(f"{URL}{name}/retry/").status_code == 404
    assert not FidelityReport.objects.exists()
