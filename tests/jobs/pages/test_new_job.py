from uuid import uuid4

import pytest

from apps.assets.models import Asset, AssetStatus, Collection
from apps.jobs.models import Job, Step, StepStatus

URL = "/jobs/new/"


@pytest.fixture
def client(browser, contributor):
    return browser(contributor)


def wish(**more):
    usual = {"kind": "packshot", "origin": "photographs", "profile": "full"}
    return usual | {"upscaler": "lanczos", "priority": "10"} | more


def test_the_page_offers_photographs_profiles_and_honest_words(client, photograph):
    photograph(name="A red bag")
    content = client.get(URL).content.decode()
    assert "A red bag" in content
    assert "no figures yet" in content
    for value in ("full", "quick", "background_only", "reformat"):
        assert f'value="{value}"' in content
    assert 'value="renditions"' not in content


def test_a_dry_run_names_the_steps_and_writes_nothing(client, photograph):
    assets = [photograph(), photograph()]
    page = client.get(URL, wish(plan="1", asset=[str(asset.pk) for asset in assets]))
    plan = page.context["plan"]
    assert (plan.pictures, plan.steps, plan.price) == (2, 10, 0)
    assert "Remove the background" in page.content.decode()
    assert not Job.objects.exists()


def test_profiles_have_their_own_steps(client, photograph):
    asset = str(photograph().pk)
    page = client.get(URL, wish(plan="1", asset=[asset], profile="reformat"))
    (same,) = page.context["plan"].plans
    assert [step.key for step in same.steps] == ["validate", "format"]


def test_starting_makes_a_batch_of_what_was_chosen(client, photograph, contributor):
    assets = [photograph(), photograph(), photograph()]
    answer = client.post(
        URL, wish(asset=[str(asset.pk) for asset in assets[:2]], profile="quick", priority="20")
    )
    batch = Job.objects.get(is_batch=True)
    assert answer["Location"] == f"/jobs/{batch.pk}/"
    assert {child.source.asset for child in batch.children.all()} == set(assets[:2])
    assert (batch.params["profile"], batch.priority, batch.created_by) == ("quick", 20, contributor)


def test_a_second_click_starts_nothing_more(client, photograph):
    body = wish(asset=[str(photograph().pk)], key=str(uuid4()))
    first, second = client.post(URL, body), client.post(URL, body)
    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1


def test_skus_and_variants_stand_for_their_photographs(client, photograph):
    one, two = photograph(sku="BAG-1"), photograph(sku="BAG-2")
    page = client.get(URL, {"variant": [str(one.photograph.variant_id)], "plan": "1"})
    assert page.context["plan"].pictures == 1
    client.post(URL, wish(origin="sku", sku="BAG-1, BAG-2"))
    sources = {child.source.asset for child in Job.objects.filter(batch__isnull=False)}
    assert sources == {one, two}


def test_photographs_still_being_taken_in_are_counted_and_not_left_out_in_silence(
    client, photograph
):
    there, coming = photograph(sku="BAG-1"), photograph(sku="BAG-1")
    Asset.objects.filter(pk=coming.pk).update(status=AssetStatus.PROCESSING)
    page = client.get(URL, wish(origin="sku", sku="BAG-1", plan="1"))
    assert page.context["plan"].pictures == 1
    assert "1 photograph more is still being taken in" in page.content.decode()

    Asset.objects.filter(pk=coming.pk).update(status=AssetStatus.READY)
    page = client.get(URL, wish(origin="sku", sku="BAG-1", plan="1"))
    assert page.context["plan"].pictures == 2
    assert "still being taken in" not in page.content.decode()

    Asset.objects.filter(pk__in=[there.pk, coming.pk]).update(status=AssetStatus.PROCESSING)
    page = client.get(URL, wish(origin="sku", sku="BAG-1", plan="1"))
    assert "Try again in a moment" in page.content.decode()


def test_an_unknown_sku_is_named(client, photograph):
    answer = client.post(URL, wish(origin="sku", sku="GHOST-1"))
    assert answer.status_code == 422
    assert "GHOST-1" in answer.content.decode()


def test_a_collection_can_leave_out_what_was_made(client, photograph, team):
    collection = Collection.objects.create(team=team, slug="runway", name="Runway")
    done, new = photograph(collection=collection), photograph(collection=collection)
    client.post(URL, wish(asset=[str(done.pk)]))
    chosen = wish(origin="collection", collection=str(collection.pk), plan="1")
    assert client.get(URL, chosen).context["plan"].pictures == 2
    (same,) = client.get(URL, chosen | {"only_new": "on"}).context["plan"].plans
    assert [source.version.asset for source in same.sources] == [new]


@pytest.mark.parametrize(
    "body",
    [
        {"asset": []},
        {"asset": ["nonsense"]},
        {"asset": ["01890000-0000-7000-8000-0000000000ff"]},
        {"origin": "collection"},
        {"origin": "sku", "sku": ""},
        {"profile": "best"},
        {"upscaler": "magic"},
        {"kind": "renditions"},
        {"priority": "99"},
    ],
)
def test_what_does_not_fit_starts_nothing_and_says_why(client, photograph, body):
    asset = str(photograph().pk)
    answer = client.post(URL, wish(asset=[asset]) | body)
    assert answer.status_code == 422
    assert 'class="notice notice--bad"' in answer.content.decode()
    assert not Job.objects.exists()


def test_another_teams_photograph_cannot_be_used(client, photograph, other_team):
    foreign = photograph(of=other_team, name="Foreign bag")
    assert "Foreign bag" not in client.get(URL).content.decode()
    client.post(URL, wish(asset=[str(foreign.pk)]))
    assert not Job.objects.exists()


def test_a_viewer_may_not_open_it(browser, viewer):
    assert browser(viewer).get(URL).status_code == 403


def test_times_are_told_once_they_were_measured(client, photograph, job, contributor):
    for _ in range(3):
        made = job(contributor)
        Step.objects.filter(job=made).update(status=StepStatus.SUCCEEDED, seconds=0.5)
        Job.objects.filter(pk=made.pk).update(status="awaiting_review")
    reused = job(contributor)
    Step.objects.filter(job=reused).update(status=StepStatus.SUCCEEDED, seconds=0, from_cache=True)
    Job.objects.filter(pk=reused.pk).update(status="awaiting_review")
    content = client.get(URL).content.decode()
    assert "2.5 s each" in content
    page = client.get(URL, wish(plan="1", asset=[str(photograph().pk)]))
    assert page.context["plan"].seconds == 2.5


def test_jobs_that_reused_results_promise_nothing(client, job, contributor):
    for _ in range(3):
        made = job(contributor)
        Step.objects.filter(job=made).update(
            status=StepStatus.SUCCEEDED, seconds=0.01, from_cache=True
        )
        Job.objects.filter(pk=made.pk).update(status="completed")
    assert "each<br>" not in client.get(URL).content.decode()


def model(**more):
    usual = {"kind": "product_model", "origin": "photographs", "priority": "10"}
    return usual | {"quality": "high", "target": "desktop", "fidelity_target": "95.5"} | more


def test_a_3d_model_is_offered_with_its_own_choices(client):
    content = client.get(URL).content.decode()
    for value in ("product_model", "draft", "standard", "high", "mobile_ar", "planner"):
        assert f'value="{value}"' in content
    assert 'name="fidelity_target"' in content


def test_a_model_starts_with_what_was_chosen_for_it(client, photograph):
    client.post(URL, model(asset=[str(photograph().pk)]))
    job = Job.objects.get()
    assert job.kind == "product_model"
    chosen = {"quality": "high", "target": "desktop", "fidelity_target": 95.5}
    assert job.params == chosen | {"provider": "local"}


def test_many_models_start_as_one_batch(client, photograph):
    assets = [str(photograph().pk) for _ in range(3)]
    client.post(URL, model(asset=assets))
    batch = Job.objects.get(is_batch=True)
    assert {child.kind for child in batch.children.all()} == {"product_model"}
    assert batch.children.count() == 3


def test_the_dry_run_of_a_model_carries_its_choices_to_the_start(client, photograph):
    page = client.get(URL, model(asset=[str(photograph().pk)], plan="1"))
    content = " ".join(page.content.decode().split())
    assert "Start 1 3D model" in content
    assert '<input type="hidden" name="fidelity_target" value="95.5">' in content
    steps = [step.key for step in page.context["plan"].plans[0].steps]
    assert steps[-3:] == ["optimise", "views", "fidelity"]


def test_one_kinds_choices_do_not_matter_to_the_other(client, photograph):
    asset = str(photograph().pk)
    client.post(URL, wish(asset=[asset], quality="nonsense", fidelity_target="-4"))
    assert set(Job.objects.get().params) >= {"profile", "upscaler"}


@pytest.mark.parametrize(
    "body",
    [
        {"quality": "best"},
        {"quality": ""},
        {"target": "moon"},
        {"fidelity_target": "101"},
        {"fidelity_target": "nan"},
        {"fidelity_target": ""},
    ],
)
def test_a_model_that_does_not_fit_starts_nothing(client, photograph, body):
    answer = client.post(URL, model(asset=[str(photograph().pk)]) | body)
    assert answer.status_code == 422
    assert 'class="notice notice--bad"' in answer.content.decode()
    assert not Job.objects.exists()


def test_providers_that_cannot_be_had_are_shown_with_what_to_set(client):
    content = client.get(URL, {"kind": "product_model"}).content.decode()
    for variable in ("SKYY_TRIPO_KEY", "SKYY_HUGGINGFACE_TOKEN", "SKYY_TRIPOSR_WEIGHTS"):
        assert variable in content
    choices = [part for part in content.split("<input") if 'name="provider"' in part[:200]]
    local = [part for part in choices if 'value="local"' in part]
    assert len(local) == 1
    assert "checked" in local[0][:200]
    assert all("disabled" in part[:200] for part in choices if part not in local)
