"""Documents: PDF that is whole and does nothing, and plain text where it was asked for."""

import zlib

import pytest

from apps.assets.content.examining import examine
from apps.assets.imaging.limits import PHOTOGRAPH
from skyy.api.errors import Code, Problem
from tests.assets.content.made import object_stream, pdf


@pytest.fixture
def look(tmp_path):
    def examined(data: bytes, role: str = "photograph"):
        path = tmp_path / "file"
        path.write_bytes(data)
        return examine(path, role=role, limits=PHOTOGRAPH)

    return examined


@pytest.fixture
def refused(look):
    def code(data: bytes, role: str = "photograph") -> Code:
        with pytest.raises(Problem) as problem:
            look(data, role)
        return problem.value.code

    return code


def test_a_document_is_told_with_its_pages(look):
    found = look(pdf(pages=3))
    assert (found.kind, found.media_type) == ("document", "application/pdf")
    assert found.facts == {"format": "PDF", "version": "1.7", "pages": 3}


def test_pages_in_object_streams_are_counted(look):
    assert look(pdf(object_stream(b"9 0 << /Type /Page >>"))).facts["pages"] == 2


@pytest.mark.parametrize(
    "acting",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /S /J#61vaScript >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /S /SubmitForm >>",
        object_stream(b"9 0 << /S /JavaScript /JS (app.alert(1)) >>"),
        object_stream(b"9 0 << /AcroForm << /XFA 5 0 R >> >>"),
    ],
)
def test_a_document_that_acts_is_refused(refused, acting):
    assert refused(pdf(acting)) == Code.DOCUMENT_ACTIVE


@pytest.mark.parametrize(
    "data",
    [
        pdf()[:-8],
        pdf(version=b"9.9"),
        pdf(pages=0),
        pdf(catalog=b"/Encrypt 7 0 R"),
        pdf(object_stream(bytes(9_000_000))),
        pdf(b"<< /Type /ObjStm >>\nstream\nnothing packed\nendstream"),
        pdf(b"<< >>\nstream\n" + zlib.compress(b"x")),
        b"%PDF-1.7",
    ],
)
def test_a_document_that_is_not_whole_or_not_readable_is_refused(refused, data):
    assert refused(data) == Code.DOCUMENT_UNREADABLE


def test_a_script_is_plain_text(look):
    found = look("Das Kleid fällt weich.\nZwei Zeilen.".encode(), "script")
    assert (found.kind, found.media_type) == ("document", "text/plain")
    assert found.facts == {"format": "Text", "words": 6, "lines": 2}


def test_a_script_that_begins_like_another_format_is_text_all_the_same(look):
    assert look(b"BMW and other cars", "script").media_type == "text/plain"


def test_text_is_taken_only_where_it_was_asked_for(refused):
    assert refused(b"just words") == Code.UPLOAD_UNSUPPORTED


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.UPLOAD_EMPTY),
        (b" \n\t ", Code.UPLOAD_EMPTY),
        (b"a" * 1_000_001, Code.UPLOAD_TOO_LARGE),
        ("Kleid".encode("utf-16"), Code.UPLOAD_UNSUPPORTED),
        (b"caf\xe9", Code.UPLOAD_UNSUPPORTED),
        (b"null \x00 byte", Code.UPLOAD_UNSUPPORTED),
        (b"\x1b[2J", Code.UPLOAD_UNSUPPORTED),
        (b"  <!doctype html><script>alert(1)</script>", Code.UPLOAD_UNSUPPORTED),
        (b"<svg onload=alert(1)>", Code.UPLOAD_UNSUPPORTED),
        (pdf(), Code.UPLOAD_WRONG_KIND),
    ],
)
def test_what_is_no_script_is_refused(refused, data, code):
    assert refused(data, "script") == code
