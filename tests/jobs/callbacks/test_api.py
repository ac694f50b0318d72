import pytest

from apps.jobs.callbacks.secret import secret_of
from apps.jobs.engine import control
from apps.jobs.models import CallbackDelivery, DeliveryStatus, Job

JOBS = "/api/v1/jobs/"
URL = "/api/v1/callbacks/"
# An address needs no resolver.
PUBLIC = "https://93.184.216.34/skyy"
pytestmark = pytest.mark.usefixtures("no_throttle_memory")


@pytest.fixture
def ask(browser, contributor, photograph):
    client = browser(contributor)

    def post(callback_url, pictures=1, **headers):
        body = {
            "kind": "packshot",
            "asset_ids": [str(photograph().pk) for _ in range(pictures)],
            "callback_url": callback_url,
        }
        return client.post(JOBS, body, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def failed(job, contributor):
    """A delivery that was given up."""
    made = job(contributor, callback_url=PUBLIC)
    control.cancel(made)
    made.callbacks.update(status=DeliveryStatus.FAILED, attempts=22, last_error="It answered 500.")
    return made.callbacks.get()


def test_a_job_keeps_who_is_to_be_told(ask):
    answer = ask(PUBLIC)
    assert answer.status_code == 202
    assert Job.objects.get(pk=answer.json()["data"]["id"]).callback_url == PUBLIC


def test_of_a_batch_the_batch_alone_is_told(ask):
    batch = Job.objects.get(pk=ask(PUBLIC, pictures=2).json()["data"]["id"])
    assert batch.callback_url == PUBLIC
    assert set(batch.children.values_list("callback_url", flat=True)) == {""}


@pytest.mark.parametrize(
    "address",
    [
        "http://93.184.216.34/",
        "https://127.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://me:secret@93.184.216.34/",
        "https://93.184.216.34:22/",
        "nonsense",
    ],
)
def test_an_address_that_is_refused_makes_no_job(ask, address):
    answer = ask(address)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "callback.refused"
    assert error["fields"]["callback_url"]
    assert not Job.objects.exists()


def test_the_same_key_with_another_callback_is_a_conflict(browser, contributor, photograph):
    client = browser(contributor)
    body = {"kind": "packshot", "asset_ids": [str(photograph().pk)], "callback_url": PUBLIC}

    def post(wish):
        return client.post(
            JOBS, wish, content_type="application/json", headers={"Idempotency-Key": "one"}
        )

    assert post(body).status_code == 202
    assert post(body).status_code == 202
    other = post(body | {"callback_url": PUBLIC + "/other"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "idempotency.mismatch")


def test_the_log_of_a_job(browser, contributor, failed):
    (found,) = browser(contributor).get(URL, {"job": str(failed.job_id)}).json()["data"]
    assert found["id"] == str(failed.pk)
    assert (found["status"], found["attempts"]) == ("failed", 22)
    assert found["body"] == failed.body


def test_what_was_given_up_is_sent_again_on_demand(browser, contributor, failed):
    client = browser(contributor)
    answer = client.post(f"{URL}{failed.pk}/resend/")
    assert (answer.status_code, answer.json()["data"]["status"]) == (202, "pending")
    again = client.post(f"{URL}{failed.pk}/resend/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "callback.pending")


def test_another_persons_deliveries_are_not_there(browser, person, stranger, failed):
    for who in (person(), stranger):
        client = browser(who)
        assert client.get(URL).json()["data"] == []
        assert client.post(f"{URL}{failed.pk}/resend/").status_code == 404


def test_a_producer_is_told_the_secret_and_nobody_below(browser, producer, reviewer, other_team):
    answer = browser(producer).get(f"{URL}secret/")
    assert answer.json()["data"]["secret"] == secret_of(producer.team_id)
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret_of(producer.team_id) != secret_of(other_team.pk)
    assert browser(reviewer).get(f"{URL}secret/").status_code == 403


def test_the_jobs_page_shows_the_log_and_sends_again(browser, contributor, failed):
    client = browser(contributor)
    page = client.get(f"/jobs/{failed.job_id}/").content.decode()
    assert "It answered 500." in page
    assert f"/callbacks/{failed.pk}/resend/" in page
    answer = client.post(f"/callbacks/{failed.pk}/resend/")
    assert answer.headers["Location"] == f"/jobs/{failed.job_id}/"
    assert CallbackDelivery.objects.get().status == DeliveryStatus.PENDING


def test_a_job_nobody_is_told_of_has_no_such_section(browser, contributor, job):
    page = browser(contributor).get(f"/jobs/{job(contributor).pk}/").content.decode()
    assert "Callbacks" not in page
