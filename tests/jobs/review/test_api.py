import pytest
from rest_framework.test import APIClient

from apps.accounts.models import Team
from apps.accounts.roles import Role
from apps.catalog.models import Category, ProductMedia
from apps.jobs.models import Job, JobStatus, Review
from apps.jobs.review import claims

REVIEWS = "/api/v1/reviews/"
MOVES = {
    "claim": None,
    "release": None,
    "approve": {},
    "reject": {"reasons": ["other"]},
    "regenerate": {},
    "undo": None,
}


@pytest.fixture
def api(rosa) -> APIClient:
    return signed_in(rosa)


def signed_in(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def at(review: Review, move: str = "") -> str:
    return f"{REVIEWS}{review.pk}/{move}{'/' if move else ''}"


def code(answer) -> str:
    body = answer.json()
    assert body["data"] is None
    return body["error"]["code"]


def test_the_list_is_paged_filtered_and_counted(api, waiting):
    dress, bag = waiting("DRESS-1"), waiting("BAG-1", collection="runway", category=Category.BAG)
    body = api.get(REVIEWS, {"page_size": 1}).json()
    assert body["meta"]["total"] == 2
    assert body["meta"]["has_more"]
    assert body["data"][0]["id"] == str(dress.pk)
    for query in ({"sku": "bag"}, {"collection": "runway"}, {"category": "bag"}):
        found = api.get(REVIEWS, query).json()
        assert [one["id"] for one in found["data"]] == [str(bag.pk)]
    assert api.get(REVIEWS, {"status": "approved"}).json()["data"] == []
    assert code(api.get(REVIEWS, {"status": "nonsense"})) == "request.invalid"
    assert code(api.get(REVIEWS, {"batch": "nonsense"})) == "request.invalid"
    counts = api.get(f"{REVIEWS}counts/", {"collection": "runway"}).json()["data"]
    assert counts["category"] == [{"value": "bag", "words": "Bag", "number": 1}]


def test_a_review_is_told_with_pictures_evidence_and_warnings_in_words(api, waiting):
    review = waiting("DRESS-1")
    told = api.get(at(review)).json()["data"]
    assert told["variant"]["sku"] == "DRESS-1"
    assert told["variant"]["collection"] == "signature"
    assert told["reference"]["file"] == f"/media/versions/{review.reference_id}/"
    assert told["evidence"]["lighting"]["tone"]["exposure"] == 1.1
    assert "frame" in told["warnings"][0]
    assert told["claim"] is None
    assert told["decisions"] == []


def test_reasons_are_told_with_their_words(api, db):
    told = api.get(f"{REVIEWS}reasons/").json()["data"]
    assert {"code": "edge_halo", "words": "Halo at the edge"} in told
    assert {"code": "back_wrong", "words": "Back is wrong"} in told
    assert len({reason["code"] for reason in told}) == len(told)


def test_take_then_approve(api, waiting, rosa):
    review = waiting()
    assert code(api.post(at(review, "approve"), {})) == "review.not_claimed"
    claim = api.post(at(review, "claim"))
    assert claim.status_code == 200
    assert 290 < claim.json()["data"]["seconds_left"] <= 300
    answer = api.post(at(review, "approve"), {"note": "lovely"})
    assert answer.status_code == 200
    told = answer.json()["data"]
    assert told["status"] == "approved"
    assert [one["verdict"] for one in told["decisions"]] == ["approve"]
    assert told["decisions"][0]["note"] == "lovely"
    assert ProductMedia.objects.standing().get().version == review.result
    again = api.post(at(review, "approve"), {})
    assert (again.status_code, code(again)) == (409, "review.decided")


def test_what_somebody_else_holds_is_a_conflict_that_names_them(api, waiting, remi):
    review = waiting()
    claims.claim(review, remi)
    for move, body in MOVES.items():
        if move == "release":
            continue
        answer = api.post(at(review, move), body)
        assert (answer.status_code, code(answer)) == (409, "review.claimed")
        assert "remi" in answer.json()["error"]["message"]
    assert api.post(at(review, "release")).status_code == 204
    assert claims.holder(review).is_of(remi)
    assert api.get(at(review)).json()["data"]["claim"]["user"]["name"] == "remi"


def test_a_rejection_without_a_reason_is_refused_by_field(api, waiting):
    review = waiting()
    api.post(at(review, "claim"))
    for body in ({}, {"reasons": []}, {"reasons": ["ugly"]}, {"reasons": "other"}):
        answer = api.post(at(review, "reject"), body)
        assert (answer.status_code, code(answer)) == (400, "request.invalid")
        assert any(name.startswith("reasons") for name in answer.json()["error"]["fields"])
    rejected = api.post(at(review, "reject"), {"reasons": ["crooked"], "note": "left"})
    assert rejected.json()["data"]["status"] == "rejected"


def test_made_anew_answers_accepted_with_the_new_job_and_once_per_key(api, waiting):
    review = waiting()
    api.post(at(review, "claim"))
    body = {"params": {"upscaler": "lanczos", "edge_shift": -2.0}, "reasons": ["edge_halo"]}
    first = api.post(at(review, "regenerate"), body, headers={"Idempotency-Key": "once"})
    second = api.post(at(review, "regenerate"), body, headers={"Idempotency-Key": "once"})
    assert first.status_code == second.status_code == 202
    decision = first.json()["data"]["decisions"][-1]
    assert second.json()["data"]["decisions"] == first.json()["data"]["decisions"]
    anew = Job.objects.get(pk=decision["new_job"])
    assert anew.ancestor == review.job
    assert anew.params["edge_shift"] == -2.0
    assert Job.objects.filter(ancestor=review.job).count() == 1


def test_parameters_that_do_not_fit_are_named(api, waiting):
    review = waiting()
    api.post(at(review, "claim"))
    answer = api.post(at(review, "regenerate"), {"params": {"scale_limit": 99}})
    assert (answer.status_code, code(answer)) == (400, "request.invalid")
    assert "scale_limit" in answer.json()["error"]["fields"]


def test_undo_takes_back_and_then_has_nothing_left(api, waiting):
    review = waiting()
    api.post(at(review, "claim"))
    api.post(at(review, "approve"), {})
    undone = api.post(at(review, "undo"))
    assert undone.json()["data"]["status"] == "waiting"
    assert undone.json()["data"]["claim"]["user"]["name"] == "rosa"
    assert not ProductMedia.objects.standing().exists()
    nothing = api.post(at(review, "undo"))
    assert (nothing.status_code, code(nothing)) == (409, "review.nothing_to_undo")
    review.job.refresh_from_db()
    assert review.job.status == JobStatus.COMPLETED


@pytest.mark.parametrize(
    ("role", "reads", "decides"),
    [
        (Role.READ_ONLY, 404, 403),
        (Role.API_USER, 404, 403),
        (Role.DEVELOPER, 200, 200),
        (Role.ADMIN, 200, 200),
        (Role.SUPER_ADMIN, 200, 200),
    ],
)
def test_who_may_read_and_who_may_decide(waiting, person, role, reads, decides):
    review = waiting()
    client = signed_in(person("somebody", role))
    assert client.get(at(review)).status_code == reads
    assert client.post(at(review, "claim")).status_code == decides
    for move, body in MOVES.items():
        answer = client.post(at(review, move), body)
        assert (answer.status_code == 403) == (decides == 403), move


def test_a_contributor_reads_the_reviews_of_their_own_jobs_and_decides_none(waiting, person):
    contributor = person("connie", Role.API_USER)
    own, _other = waiting(by=contributor), waiting()
    client = signed_in(contributor)
    assert [one["id"] for one in client.get(REVIEWS).json()["data"]] == [str(own.pk)]
    assert client.get(at(own)).status_code == 200
    assert code(client.post(at(own, "approve"), {})) == "permission.denied"


def test_another_teams_review_is_not_there(api, waiting):
    foreign = waiting(in_team=Team.objects.create(name="Elsewhere"))
    assert api.get(REVIEWS).json()["meta"]["total"] == 0
    assert code(api.get(at(foreign))) == "not_found"
    for move, body in MOVES.items():
        assert api.post(at(foreign, move), body).status_code == 404, move


@pytest.mark.parametrize("name", ["01890000-0000-7000-8000-00000000dead", "-" * 36, "nonsense"])
def test_what_is_no_review_is_not_found(api, db, name):
    assert api.get(f"{REVIEWS}{name}/").status_code == 404


def test_strangers_are_asked_to_sign_in(waiting):
    assert code(APIClient().get(at(waiting()))) == "auth.required"


def test_the_list_takes_the_same_queries_for_one_and_for_many(
    api, waiting, rosa, django_assert_num_queries
):
    claims.claim(waiting(), rosa)
    with django_assert_num_queries(3):
        api.get(REVIEWS)
    for _ in range(4):
        claims.claim(waiting(), rosa)
    with django_assert_num_queries(3):
        api.get(REVIEWS)
