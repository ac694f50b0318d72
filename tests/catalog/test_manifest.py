import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.catalog.manifest import BadRow, Row, parse_manifest
from skyy.api.errors import Code, Problem

HEADER = "sku,file,category,collection\n"


def rows(text):
    return parse_manifest(text.encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
)
def test_what_spreadsheets_write_is_read(delimiter, encode):
    text = "File;Größe;SKU;Collection;Category\nmantel.jpg;40;A-1;Black Rose;outwear\n"
    [row] = parse_manifest(encode(text.replace(";", delimiter)))
    assert row == Row(2, "A-1", "mantel.jpg", "outwear", "Black Rose", "front")


def test_category_collection_and_view_may_be_left_out():
    assert rows("sku,file\nA,a.jpg\n") == [Row(2, "A", "a.jpg", "other", "", "front")]
    [row] = rows("sku,file,view,name\nA,a.jpg,On Model,Night Coat\n")
    assert (row.view, row.name) == ("on_model", "Night Coat")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"sku,category\nA,bag\n",
        b"file\na.jpg\n",
        b"sku,file\n",
        b"sku,file\n\n , \n",
        b"sku,file\n\x00\x00",
        b"\x89PNG\r\n\x1a\n\x81\x8d",
        codecs.BOM_UTF16_LE + b"x",
        b'sku,file\nA,"' + b"a" * 200_000 + b'"\n',
    ],
)
def test_what_is_no_manifest_is_refused_whole(content):
    with pytest.raises(Problem) as caught:
        parse_manifest(content)
    assert caught.value.code == Code.MANIFEST_INVALID


@pytest.mark.parametrize(
    "file", ["../secret.jpg", "/etc/passwd", "a/b.jpg", "a\\b.jpg", "..", "a\x07.jpg", "C:\\a.jpg"]
)
def test_a_file_name_with_path_parts_or_control_characters_is_refused(file):
    [bad] = rows(f"sku,file\nA,{file}\n")
    assert (bad.problem.code, bad.sku) == (Code.UPLOAD_BAD_NAME, "A")


def test_a_line_that_does_not_fit_harms_no_other():
    found = rows("sku,file,view\nA,a.jpg,\n,b.jpg,\nC\nD,a.jpg,back\nE,e.jpg,below\nF,f.jpg,side\n")
    assert [type(row) for row in found] == [Row, BadRow, BadRow, BadRow, BadRow, Row]
    assert {row.problem.code for row in found if isinstance(row, BadRow)} == {Code.MANIFEST_INVALID}
    assert [row.line for row in found] == [2, 3, 4, 5, 6, 7]


def test_an_unknown_category_is_filed_under_other_and_says_so():
    [row] = rows(HEADER + "A,a.jpg,spaceship,\n")
    assert row.category == "other"
    assert "spaceship" in row.remark


@given(st.binary(max_size=300))
@example(b'sku,file\n"')
@example(b"sku,file\x0bA,b\n")
def test_any_bytes_give_rows_or_a_problem_with_its_code(content):
    code = None
    found = []
    try:
        found = parse_manifest(content)
    except Problem as problem:
        code = problem.code
    assert found or code == Code.MANIFEST_INVALID


NAMES = st.text(
    st.characters(blacklist_categories=["C", "Z"], blacklist_characters='/\\"'), min_size=1
).filter(lambda text: text not in {".", ".."})


@given(st.dictionaries(NAMES, NAMES, min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_what_is_written_as_csv_comes_back(files, delimiter):
    lines = ["sku,file".replace(",", delimiter)]
    lines += [f'"{sku}"{delimiter}"{file}"' for file, sku in files.items()]
    found = rows("\n".join(lines))
    assert [(row.sku, row.file) for row in found] == [(sku, file) for file, sku in files.items()]
