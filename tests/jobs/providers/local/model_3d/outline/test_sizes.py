"""Sizes on labels become plausible metres."""

import pytest

from apps.jobs.providers.local.model_3d.outline.sizes import garment_size, longer_side


def test_letters_and_eu_numbers_agree():
    assert garment_size("dress", "M") == garment_size("dress", "38")
    assert garment_size("dress", "XL") == garment_size("dress", "EU 42")
    assert garment_size("shirt", "xs").width < garment_size("shirt", "s").width


@pytest.mark.parametrize("size", ["", "one size", "one-size", "W32/L34", "999", "½", "٣٨", "-40"])
def test_a_size_that_says_nothing_is_taken_for_m(size):
    assert garment_size("pants", size) == garment_size("pants", "M")


def test_shoes_follow_the_paris_point():
    assert longer_side("shoes", "42") == pytest.approx(0.29)
    assert longer_side("shoes", "24") == pytest.approx(0.17)
    assert longer_side("shoes", "XL") == longer_side("shoes", "")


def test_what_is_unknown_has_a_size_all_the_same():
    assert 0.01 < longer_side("unheard of", "") < 2
