import pytest

from apps.accounts.models import Team
from apps.accounts.roles import Role
from apps.catalog.models import ProductMedia
from apps.jobs.models import Job, ReviewStatus
from apps.jobs.review import claims, decisions

QUEUE = "/review/"


@pytest.fixture
def rosas(client, rosa):
    client.force_login(rosa)
    return client


def page(review) -> str:
    return f"{QUEUE}{review.pk}/"


def decide(client, review, verdict, query="", **sent):
    return client.post(f"{page(review)}decide/{query}", {"verdict": verdict, **sent})


def status_of(review) -> str:
    review.refresh_from_db()
    return review.status


def test_an_empty_queue_teaches(rosas):
    words = rosas.get(QUEUE).content.decode()
    assert "Nothing waits for you." in words
    assert "Start reviewing" not in words


def test_the_queue_shows_pictures_filters_with_counts_and_where_to_start(rosas, waiting, remi):
    first, second = waiting("DRESS-1"), waiting("BAG-1", collection="runway")
    claims.claim(first, remi)
    answer = rosas.get(QUEUE)
    words = answer.content.decode()
    assert "DRESS-1" in words
    assert "remi" in words
    assert f"/media/versions/{second.result_id}/" in words
    assert answer.context["start_url"] == page(second)
    narrowed = rosas.get(QUEUE, {"collection": "runway"})
    assert [card.title for card in narrowed.context["cards"]] == ["BAG-1"]
    assert page(second) + "?collection=runway" in narrowed.content.decode()


@pytest.mark.parametrize("query", ["status=nonsense", "batch=x", "page=999", "age=%00", "sku=%27"])
def test_a_bent_address_shows_the_queue_all_the_same(rosas, waiting, query):
    waiting()
    assert rosas.get(f"{QUEUE}?{query}").status_code == 200


def test_opening_takes_the_review_and_shows_everything_a_reviewer_needs(rosas, waiting, rosa):
    review = waiting("DRESS-1")
    words = rosas.get(page(review)).content.decode()
    assert claims.holder(review).is_of(rosa)
    for needed in (
        "DRESS-1",
        f"/media/versions/{review.reference_id}/",
        f"/media/versions/{review.result_id}/",
        "White balance",
        "touches the frame",
        "Halo at the edge",
        'data-shortcut="a"',
        'data-shortcut="r"',
        'data-shortcut="g"',
        'data-shortcut="z"',
        'data-shortcut="1"',
        'name="param-profile"',
    ):
        assert needed in words, needed


@pytest.mark.parametrize("headers", [{"x-preload": "1"}, {"sec-purpose": "prefetch"}])
def test_fetching_ahead_takes_nothing(rosas, waiting, headers):
    review = waiting()
    assert rosas.get(page(review), headers=headers).status_code == 200
    assert claims.holder(review) is None


def test_somebody_elses_is_shown_with_their_name_and_cannot_be_decided(rosas, waiting, remi):
    review = waiting()
    until = claims.claim(review, remi).expires_at
    answer = rosas.get(page(review))
    words = answer.content.decode()
    assert f"remi is looking at this one until {until:%H:%M}" in words
    assert not answer.context["may_decide"]
    refused = rosas.post(f"{page(review)}decide/", {"verdict": "approve"}, follow=True)
    assert "remi is looking at this one" in refused.content.decode()
    assert status_of(review) == ReviewStatus.WAITING


def test_approving_by_form_goes_on_to_the_next_within_the_filter(rosas, waiting):
    first = waiting("DRESS-1")
    waiting("BAG-1", collection="runway")
    third = waiting("DRESS-2")
    rosas.get(page(first))
    answer = decide(rosas, first, "approve", "?collection=signature")
    assert answer.headers["Location"] == f"{page(third)}?collection=signature"
    assert status_of(first) == ReviewStatus.APPROVED
    assert ProductMedia.objects.standing().get().version == first.result


def test_after_the_last_one_the_queue_is_shown(rosas, waiting):
    only = waiting()
    rosas.get(page(only))
    assert decide(rosas, only, "approve").headers["Location"] == QUEUE


def test_rejecting_by_form_needs_a_reason_and_says_so(rosas, waiting):
    review = waiting()
    rosas.get(page(review))
    refused = rosas.post(f"{page(review)}decide/", {"verdict": "reject"}, follow=True)
    assert "Say at least one reason" in refused.content.decode()
    assert status_of(review) == ReviewStatus.WAITING
    decide(rosas, review, "reject", reasons=["crooked", "too_dark"], note="left strap")
    words = rosas.get(page(review)).content.decode()
    assert status_of(review) == ReviewStatus.REJECTED
    assert "Crooked" in words
    assert "left strap" in words


def test_undo_by_form_comes_back_to_the_review_it_took_back(rosas, waiting):
    first, second = waiting(), waiting()
    rosas.get(page(first))
    decide(rosas, first, "approve")
    following = rosas.get(page(second))
    # Z on the next page reaches the decision made a moment ago.
    assert following.context["undo_review"] == first.pk
    assert decide(rosas, first, "undo").headers["Location"] == page(first)
    assert status_of(first) == ReviewStatus.WAITING
    assert rosas.get(page(first)).context["may_decide"]


def test_made_anew_by_form_with_changed_parameters_and_a_lineage_to_follow(rosas, waiting):
    review = waiting()
    rosas.get(page(review))
    shown = rosas.get(f"{page(review)}regenerate/")
    sent = {f"param-{name}": value for name, value in shown.context["form"].initial.items()}
    sent |= {"param-profile": "background_only", "reasons": ["colour_off"]}
    assert rosas.post(f"{page(review)}regenerate/", sent).status_code == 302
    anew = Job.objects.get(ancestor=review.job)
    assert anew.params == {**review.job.params, "profile": "background_only"}
    assert status_of(review) == ReviewStatus.REGENERATED
    assert str(anew.pk) in rosas.get(page(review)).content.decode()


def test_a_parameter_that_does_not_fit_is_said_beside_its_field(rosas, waiting):
    review = waiting()
    rosas.get(page(review))
    sent = {"param-profile": "full", "param-upscaler": "lanczos", "param-scale_limit": "99"}
    answer = rosas.post(f"{page(review)}regenerate/", sent)
    assert answer.status_code == 422
    assert "scale_limit" in answer.context["form"].errors
    assert status_of(review) == ReviewStatus.WAITING


def test_generations_are_shown_in_their_order(rosas, waiting, variant):
    dress = variant("DRESS-1")
    first, second, other = waiting(of=dress), waiting(of=dress), waiting()
    Job.objects.filter(pk=second.job_id).update(ancestor=first.job)
    for shown in (first, second):
        strip = rosas.get(page(shown)).context["generations"]
        assert [card.review for card in strip] == [first, second]
    assert len(rosas.get(page(other)).context["generations"]) == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.READ_ONLY, 403), (Role.API_USER, 403), (Role.DEVELOPER, 200), (Role.ADMIN, 200)],
)
def test_reviewers_and_above_come_in(client, waiting, person, role, status):
    review = waiting()
    client.force_login(person("somebody", role))
    for address in (QUEUE, page(review), f"{page(review)}regenerate/"):
        assert client.get(address).status_code == status
    if status == 403:
        assert decide(client, review, "claim").status_code == 403
        assert claims.holder(review) is None


def test_strangers_are_sent_to_sign_in(client, waiting):
    review = waiting()
    assert client.get(page(review)).headers["Location"].startswith("/sign-in/")
    assert decide(client, review, "approve").status_code == 302
    assert status_of(review) == ReviewStatus.WAITING


def test_another_teams_review_is_not_there(rosas, waiting):
    foreign = waiting(in_team=Team.objects.create(name="Elsewhere"))
    assert rosas.get(page(foreign)).status_code == 404
    assert decide(rosas, foreign, "approve").status_code == 404


def test_decisions_need_a_post_and_a_known_verdict(rosas, waiting):
    review = waiting()
    assert rosas.get(f"{page(review)}decide/").status_code == 405
    assert decide(rosas, review, "burn").status_code == 404


def test_a_decided_one_is_shown_as_it_is_and_offers_undo(rosas, waiting, rosa):
    review = waiting()
    claims.claim(review, rosa)
    decisions.reject(review, rosa, ["crooked"], note="<b>left</b>")
    answer = rosas.get(page(review))
    assert answer.context["undo_review"] == review.pk
    assert "&lt;b&gt;left" in answer.content.decode()
    assert claims.holder(review) is None


def test_every_page_tells_a_reviewer_how_many_wait(client, waiting, rosa, person):
    waiting()
    waiting()
    client.force_login(rosa)
    badge = "data-review-count>2"
    assert badge in client.get("/profile/").content.decode()
    client.force_login(person("vera", Role.READ_ONLY))
    assert badge not in client.get("/profile/").content.decode()
