"""3D models in the library: poster with its mark, viewer, facts, downloads."""

import pytest

from apps.accounts.roles import Role
from apps.assets import renditions
from apps.assets.specifications import MODEL_DRACO
from tests.models_3d import FACTS, box_glb, model_version, stored


@pytest.fixture
def model(team):
    version = model_version(team, "Tote")
    renditions.record(version, MODEL_DRACO, stored(box_glb(), "model/gltf-binary"), 0, 0)
    return version


@pytest.fixture
def client(browser, person):
    return browser(person(Role.READ_ONLY))


def test_the_grid_shows_the_poster_with_its_mark(client, model):
    poster = model.renditions.get(specification="thumb_320_webp")
    words = client.get("/library/").content.decode()
    assert str(poster.pk) in words
    assert "model-mark" in words


def test_the_page_shows_the_model_its_facts_and_both_files(client, model):
    words = client.get(f"/library/{model.asset_id}/").content.decode()
    draco = model.renditions.get(specification=MODEL_DRACO)
    assert f'data-src="/media/renditions/{draco.pk}/"' in words
    assert f'href="/media/versions/{model.pk}/?download"' in words
    assert f'href="/media/renditions/{draco.pk}/"' in words
    for fact in ("40.0 × 60.0 × 20.0 cm", "1024 × 1024 pixels", "Passed: Mobile AR"):
        assert fact in words


def test_ar_that_leaves_the_browser_is_for_public_files_alone(client, model):
    words = client.get(f"/library/{model.asset_id}/").content.decode()
    assert 'ar-modes="webxr quick-look"' in words


def test_what_the_gate_refused_is_said_in_words(client, model):
    failure = {"code": "too_many_triangles", "message": "It has 200,000 triangles."}
    gate = {"passed": False, "target": "mobile_ar", "failures": [failure], "facts": {}}
    model.facts = dict(FACTS) | {"gate": gate}
    model.save()
    words = client.get(f"/library/{model.asset_id}/").content.decode()
    assert "Not passed: Mobile AR" in words
    assert "It has 200,000 triangles." in words


def test_a_model_without_a_texture_says_so(client, model):
    model.facts = dict(FACTS) | {"texture_px": 0}
    model.save()
    words = client.get(f"/library/{model.asset_id}/").content.decode()
    assert "<dt>Texture</dt><dd>none</dd>" in words


@pytest.mark.parametrize(
    "facts",
    [{}, {"size_m": "big", "gate": []}, {"size_m": [1, 2], "triangles": None}, {"gate": {}}],
)
def test_facts_of_another_day_are_left_out(client, model, facts):
    model.facts = facts
    model.save()
    assert client.get(f"/library/{model.asset_id}/").status_code == 200


def test_the_drop_zone_takes_models(browser, person):
    words = browser(person(Role.API_USER)).get("/library/").content.decode()
    assert ".glb" in words
    assert "3D models as GLB" in words


def test_another_teams_model_is_not_there(browser, person, other_team, model):
    stranger = browser(person(Role.ADMIN, other_team))
    assert stranger.get(f"/library/{model.asset_id}/").status_code == 404
    assert stranger.get(f"/media/versions/{model.pk}/").status_code == 404
