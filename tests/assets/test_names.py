import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.assets.names import MAX_LENGTH, clean_filename
from skyy.api.errors import Code, Problem


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.jpg",
        "folder/bag.jpg",
        "C:\\pictures\\bag.jpg",
        "..",
        "bag\0.jpg",
        "bag\n.jpg",
        "bag\x1b[31m.jpg",
        "bag\x85.jpg",
        "bag\ud800.jpg",
    ],
)
def test_path_parts_and_control_characters_are_refused(name):
    with pytest.raises(Problem) as refusal:
        clean_filename(name)
    assert refusal.value.code == Code.UPLOAD_BAD_NAME


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("bag.jpg", "bag.jpg"),
        ("  bag.jpg. ", "bag.jpg"),
        ("bag\u202egpj.exe", "baggpj.exe"),
        ("ba\u200bg.jpg", "bag.jpg"),
        ("Ka\u0308se.jpg", "Käse.jpg"),
        ("ドレス.jpg", "ドレス.jpg"),
        ("", "photograph"),
        ("...", "photograph"),
    ],
)
def test_harmless_oddities_are_cleaned(name, kept):
    assert clean_filename(name) == kept


@given(st.text(max_size=600))
def test_a_kept_name_is_safe_and_stays_as_it_is(name):
    try:
        kept = clean_filename(name)
    except Problem:
        return
    assert 0 < len(kept.encode()) <= MAX_LENGTH
    assert not set(kept) & set("/\\\0\n\r\u202e")


def test_four_thousand_characters_are_shortened_and_keep_their_extension():
    kept = clean_filename("ä" * 4000 + ".jpg")
    assert len(kept.encode()) <= MAX_LENGTH
    assert kept.endswith("ä.jpg")
