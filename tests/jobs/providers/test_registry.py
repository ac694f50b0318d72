"""Which providers of 3D models there are, and what each one says of itself."""

import pytest
from pydantic import SecretStr

from apps.jobs.providers import registry
from apps.jobs.providers.base import MODEL_3D
from apps.jobs.providers.cards import CARDS
from skyy.api.errors import Code, Problem
from skyy.configuration import Configuration


@pytest.fixture
def configured(settings):
    def configure(**values):
        settings.CONFIGURATION = Configuration(**values)

    return configure


def test_the_one_that_works_comes_first_and_says_nothing_more():
    first, *others = registry.providers_for(MODEL_3D)
    assert (first.card.id, first.available, first.reason) == ("local", True, "")
    assert {one.card.id for one in others} >= {"tripo", "triposr", "trellis-space", "replicate"}


@pytest.mark.parametrize("name", [card.id for card in CARDS if card.needs])
def test_what_is_missing_is_named_with_what_to_set(configured, name):
    configured()
    found = registry.provider(MODEL_3D, name)
    assert not found.available
    assert [need.variable for need in found.missing] == [n.variable for n in found.card.needs]
    assert all(need.variable in found.reason for need in found.missing)


def test_a_key_alone_makes_nothing_available(configured):
    configured(tripo_key=SecretStr("tsk_secret"))
    found = registry.provider(MODEL_3D, "tripo")
    assert (found.available, list(found.missing)) == (False, [])
    assert "no client" in found.reason
    assert "SKYY_TRIPO_KEY" not in found.reason
    assert "tsk_secret" not in repr(found)


def test_a_package_that_is_not_installed_makes_a_provider_unavailable(monkeypatch):
    monkeypatch.setattr(registry, "find_spec", lambda name: None if name == "av" else object())
    found = registry.provider(MODEL_3D, "local")
    assert not found.available
    assert found.reason == "It needs these packages: av."


def test_asking_for_one_that_cannot_be_had_says_what_to_do():
    with pytest.raises(Problem) as caught:
        registry.available(MODEL_3D, "tripo")
    assert caught.value.code == Code.PROVIDER_UNAVAILABLE
    assert caught.value.status == 503
    assert "SKYY_TRIPO_KEY" in caught.value.fields["provider"][0]


def test_an_unknown_one_is_refused_with_those_that_are_known():
    with pytest.raises(Problem) as caught:
        registry.available(MODEL_3D, "hologram")
    assert (caught.value.code, caught.value.status) == (Code.PROVIDER_UNKNOWN, 404)
    assert "tripo" in caught.value.message


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_setting_a_card_names_is_one(card):
    assert {need.setting for need in card.needs} <= set(Configuration.model_fields)


def test_no_two_providers_of_a_capability_share_an_id():
    named = [(card.capability, card.id) for card in CARDS]
    assert len(set(named)) == len(named)
