import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalog import skus
from apps.catalog.models import View


@pytest.mark.parametrize(
    ("name", "sku", "view"),
    [
        ("SR-TEE-001.jpg", "SR-TEE-001", "front"),
        ("BR-BAG-001_back.png", "BR-BAG-001", "back"),
        ("BR-BAG-001-NOIR-OS - Side.TIF", "BR-BAG-001-NOIR-OS", "side"),
        ("coat_on_model.jpeg", "coat", "on_model"),
        ("coat-On Model.jpeg", "coat", "on_model"),
        ("back.jpg", "back", "front"),
        ("Mantel größe  40.webp", "Mantel größe 40", "front"),
        ("feedback.jpg", "feedback", "front"),
        ("...jpg", "photograph", "front"),
    ],
)
def test_a_file_name_says_sku_and_view(name, sku, view):
    assert skus.from_file_name(name) == skus.Named(sku, view)


@given(st.text(max_size=200))
def test_every_file_name_gives_a_sku_that_passes(name):
    named = skus.from_file_name(name)
    assert skus.check(named.sku) == named.sku
    assert named.view in View.values


@given(st.text(min_size=65, max_size=120, alphabet="abc-"), st.text(min_size=1, max_size=5))
def test_long_names_stay_apart_when_shortened(stem, end):
    assert skus.shortened(stem) != skus.shortened(stem + end)
    assert len(skus.shortened(stem)) <= skus.LONGEST
