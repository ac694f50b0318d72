"""Reads ``manifest.csv`` of a delivery: which file shows which SKU."""

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from skyy.api.errors import Code, Problem

from .models import Category, View

NAME = "manifest.csv"
LARGEST = 20_000_000
"""Bytes; a manifest is a list of names."""
REQUIRED = ("sku", "file")
OPTIONAL = ("category", "collection", "view", "name")


@dataclass(frozen=True)
class Row:
    """One line that could be read. ``line`` counts from 1, the header included."""

    line: int
    sku: str
    file: str
    category: str = Category.OTHER
    collection: str = ""
    view: str = View.FRONT
    name: str = ""
    remark: str = ""


@dataclass(frozen=True)
class BadRow:
    """One line that could not, and why."""

    line: int
    sku: str
    file: str
    problem: Problem


def read_manifest(path: Path) -> list[Row | BadRow]:
    """Return the lines of a manifest, in their order.

    Raises:
        Problem: ``MANIFEST_INVALID`` or ``FILE_UNREADABLE`` for the file as a whole.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Problem(
            Code.FILE_UNREADABLE,
            _("manifest.csv cannot be read: %(why)s.") % {"why": error.strerror},
        ) from error
    return parse_manifest(content)


def parse_manifest(content: bytes) -> list[Row | BadRow]:
    """Return the lines of a manifest given as bytes.

    Comma, semicolon and tab are understood, as are UTF-8, marked UTF-16 and the Windows code page
    1252 that spreadsheets write. Columns may stand in any order; unknown ones are left alone, and
    an unknown category becomes ``other`` with a remark. A line that does not fit is returned as a
    ``BadRow`` and harms no other.

    Raises:
        Problem: ``MANIFEST_INVALID``: too large, no text, no header with sku and file, no lines.
    """
    if len(content) > LARGEST:
        raise _invalid(_("It is larger than 20 MB."))
    text = _decode(content)
    if "\0" in text:
        raise _invalid(_("It is not a text file."))
    delimiter, columns = _header(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row | BadRow] = []
    seen: set[str] = set()
    try:
        next(reader)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row = _row(reader.line_num, cells, columns)
            if isinstance(row, Row) and row.file in seen:
                row = _bad(row.line, row.sku, row.file, _("The file is listed twice."))
            seen.add(row.file)
            rows.append(row)
    except csv.Error as error:
        raise _invalid(_("Line %(line)d cannot be read.") % {"line": reader.line_num}) from error
    if not rows:
        raise _invalid(_("It lists no photographs."))
    return rows


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _invalid(_("It is not a text file. Save it as CSV in UTF-8."))


def _header(text: str) -> tuple[str, dict[str, int]]:
    """The delimiter that makes a header, and where each known column stands."""
    first = text.lstrip("\ufeff").splitlines()[0] if text.strip("\ufeff") else ""
    for delimiter in ",;\t":
        names = [cell.strip().strip('"').strip().lower() for cell in first.split(delimiter)]
        if all(name in names for name in REQUIRED):
            return delimiter, {
                name: names.index(name) for name in REQUIRED + OPTIONAL if name in names
            }
    raise _invalid(_("Its first line must name the columns sku and file (and may name category, "
                     "collection, view and name)."))  # fmt: skip


def _row(line: int, cells: list[str], columns: dict[str, int]) -> Row | BadRow:
    value = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
    sku, file = value["sku"], value["file"]
    if not sku or not file:
        return _bad(line, sku, file, _("A line needs both a sku and a file."))
    if file in {".", ".."} or any(c in "/\\" or not c.isprintable() for c in file):
        problem = Problem(
            Code.UPLOAD_BAD_NAME,
            _("A file name may have no folders and no control characters in it."),
        )
        return BadRow(line, sku, file, problem)
    category = value.get("category", "").lower() or Category.OTHER.value
    remark = ""
    if category not in Category.values:
        words = _("The house has no category “%(name)s”; filed under “other”.")
        remark = words % {"name": category}
        category = Category.OTHER.value
    view = value.get("view", "").lower().replace(" ", "_").replace("-", "_") or View.FRONT.value
    if view not in View.values:
        words = _("There is no view “%(name)s”. Use one of %(known)s.")
        return _bad(line, sku, file, words % {"name": view, "known": ", ".join(View.values)})
    return Row(
        line,
        sku,
        file,
        category,
        value.get("collection", ""),
        view,
        value.get("name", ""),
        remark,
    )


def _bad(line: int, sku: str, file: str, message: str) -> BadRow:
    return BadRow(line, sku, file, Problem(Code.MANIFEST_INVALID, message))


def _invalid(message: str) -> Problem:
    return Problem(
        Code.MANIFEST_INVALID, _("manifest.csv does not fit. %(why)s") % {"why": message}
    )
