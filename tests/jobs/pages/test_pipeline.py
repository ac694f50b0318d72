import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.jobs.engine import rollup
from apps.jobs.engine.transitions import move_job

URL = "/pipeline/"


def fail_one(batch):
    child = batch.children.order_by("created_at").first()
    move_job(child.pk, "fail", error={"code": "photo.no_product", "message": "Nothing to see."})
    rollup.roll_up(batch.pk)
    return child


def test_a_batch_is_a_band_with_a_tile_for_each_job(browser, batch, reviewer):
    made = batch(reviewer, 3)
    content = browser(reviewer).get(URL).content.decode()
    assert f'id="band-{made.pk}"' in content
    for child in made.children.all():
        assert f'id="{child.pk}"' in content
        assert f'href="/jobs/{child.pk}/"' in content


def test_a_viewer_may_not_open_it(browser, viewer):
    assert browser(viewer).get(URL).status_code == 403


def test_another_teams_work_is_not_shown(browser, batch, stranger, reviewer):
    batch(stranger, 2, title="Foreign work")
    page = browser(reviewer).get(URL)
    assert "Foreign work" not in page.content.decode()
    assert "No work yet" in page.content.decode()


def test_failures_stand_in_words_with_their_codes(browser, batch, reviewer):
    fail_one(batch(reviewer, 2))
    content = browser(reviewer).get(URL).content.decode()
    assert "Nothing to see." in content
    assert "photo.no_product" in content


def test_a_state_shows_only_its_tiles(browser, batch, job, reviewer):
    made = batch(reviewer, 3)
    failed = fail_one(made)
    single = job(reviewer)
    content = browser(reviewer).get(URL, {"state": "failed"}).content.decode()
    assert f'id="{failed.pk}"' in content
    for other in made.children.exclude(pk=failed.pk):
        assert f'id="{other.pk}"' not in content
    assert f'id="{single.pk}"' not in content


def test_an_unknown_state_shows_everything(browser, batch, reviewer):
    made = batch(reviewer, 2)
    assert f'id="band-{made.pk}"' in browser(reviewer).get(URL, {"state": "x"}).content.decode()


@pytest.mark.parametrize("query", ["", "?state=failed"])
def test_more_batches_and_jobs_cost_no_more_queries(browser, batch, job, reviewer, query):
    client = browser(reviewer)
    counted = []
    for _ in range(2):
        for _ in range(2):
            fail_one(batch(reviewer, 4))
            job(reviewer)
        client.get(URL + query)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL + query)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_one_band_can_be_fetched_anew_whole_or_only_its_numbers(browser, batch, reviewer, stranger):
    made = batch(reviewer, 2)
    client = browser(reviewer)
    whole = client.get(f"{URL}{made.pk}/").content.decode()
    head = client.get(f"{URL}{made.pk}/", {"part": "head"}).content.decode()
    assert whole.count('class="tile tile--') == 2
    assert f'id="head-{made.pk}"' in head
    assert "tile tile--" not in head
    assert browser(stranger).get(f"{URL}{made.pk}/").status_code == 404
