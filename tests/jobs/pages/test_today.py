from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.catalog.models import (
    Drop,
    MediaRole,
    Product,
    ProductMedia,
    Publication,
    Season,
    View,
)
from apps.jobs.engine.transitions import move_job
from apps.jobs.review.queue import open_review


@pytest.fixture
def drop(team):
    season = Season.objects.create(team=team, slug="aw26", name="Autumn/Winter 2026")
    live_at = timezone.now() + timedelta(days=9)
    return Drop.objects.create(season=season, slug="one", name="First drop", goes_live_at=live_at)


def test_a_house_without_photographs_is_told_how_to_begin(browser, viewer):
    page = browser(viewer).get("/")
    assert page.status_code == 200
    assert "Three steps to the first packshot" in page.content.decode()


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/").status_code == 302


def test_a_quiet_house_says_so(browser, photograph, reviewer):
    photograph()
    assert "All quiet" in browser(reviewer).get("/").content.decode()


def test_what_blocks_the_next_drop_is_counted(browser, photograph, drop, reviewer):
    photograph(sku="BAG-1")
    Product.objects.filter(style_code="BAG-1").update(drop=drop)
    Product.objects.create(team=reviewer.team, style_code="X", slug="x", name="X", drop=drop)
    page = browser(reviewer).get("/")
    found = page.context["drop"]
    assert (found.products, found.unphotographed, found.unmade, found.blocked) == (2, 1, 1, 2)
    assert "First drop" in page.content.decode()


def test_a_drop_of_another_house_or_of_the_past_blocks_nothing(browser, drop, team, stranger):
    Product.objects.create(team=team, style_code="X", slug="x", name="X", drop=drop)
    assert browser(stranger).get("/").context["drop"] is None


def test_running_work_is_shown_with_a_bar(browser, batch, reviewer):
    made = batch(reviewer, 4)
    content = browser(reviewer).get("/").content.decode()
    assert f"/jobs/{made.pk}/" in content
    assert 'max="4"' in content
    assert 'data-live-url="/ws/jobs/"' in content


def test_what_failed_is_told_in_words_with_the_next_step(browser, job, reviewer):
    made = job(reviewer, title="BAG-9")
    move_job(made.pk, "fail", error={"code": "photo.no_product", "message": "No product here."})
    content = browser(reviewer).get("/").content.decode()
    assert "No product here." in content
    assert "photo.no_product" in content
    assert f'action="/jobs/{made.pk}/retry/"' in content


@pytest.fixture
def review(job, photograph):
    """A packshot of a job, before a reviewer."""

    def make(user, sku):
        asset = photograph(sku=sku, of=user.team)
        made = job(user, source=asset.current_version, variant=asset.photograph.variant)
        return open_review(
            made,
            role=MediaRole.PACKSHOT,
            view=View.FRONT,
            reference=asset.current_version,
            result=photograph(name="packshot", of=user.team).current_version,
            variant=asset.photograph.variant,
            evidence={},
        )

    return make


def test_what_waits_for_review_is_shown_as_pictures(browser, review, reviewer, stranger):
    waiting = review(reviewer, "BAG-1")
    review(stranger, "BAG-2")
    page = browser(reviewer).get("/")
    content = page.content.decode()
    assert page.context["waiting_count"] == 1
    assert f'href="/review/{waiting.pk}/"' in content
    assert f"/media/versions/{waiting.result_id}/" in content


def test_a_contributor_is_led_to_the_job_not_to_a_review_he_may_not_open(
    browser, review, contributor
):
    waiting = review(contributor, "BAG-1")
    content = browser(contributor).get("/").content.decode()
    assert f'href="/jobs/{waiting.job_id}/"' in content
    assert "/review/" not in content


def test_what_is_published_is_shown_while_its_approval_stands(browser, photograph, reviewer):
    asset = photograph(sku="HAT-1")
    variant = asset.photograph.variant
    live = Publication.objects.create(
        product=variant.product, published_by=reviewer, published_at=timezone.now()
    )
    client = browser(reviewer)
    assert "/showcase/hat-1/" not in client.get("/").content.decode()
    media = ProductMedia.objects.create(
        variant=variant,
        version=asset.current_version,
        role=MediaRole.PACKSHOT,
        approved_by=reviewer,
        approved_at=timezone.now(),
    )
    live.media.add(media)
    content = client.get("/").content.decode()
    assert "/showcase/hat-1/" in content
    assert f"/media/versions/{asset.current_version_id}/" in content
    ProductMedia.objects.filter(pk=media.pk).update(withdrawn_at=timezone.now())
    assert "/showcase/hat-1/" not in client.get("/").content.decode()


def test_a_contributor_is_not_shown_the_failures_of_others(browser, job, reviewer, contributor):
    made = job(reviewer)
    move_job(made.pk, "fail", error={"code": "step.failed", "message": "Secret failure."})
    assert "Secret failure." not in browser(contributor).get("/").content.decode()


def test_more_work_costs_no_more_queries(browser, batch, job, reviewer):
    client = browser(reviewer)
    counted = []
    for _ in range(2):
        for _ in range(2):
            batch(reviewer, 3)
            failed = job(reviewer)
            move_job(failed.pk, "fail", error={"code": "step.failed", "message": "It broke."})
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counted.append(len(queries))
    assert counted[0] == counted[1]
