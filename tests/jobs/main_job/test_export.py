"""What the main job writes into a folder stays in it, each product in a place of its own."""

import json

import pytest

from apps.jobs.main_job.export import export
from apps.jobs.main_job.report import Entry, Row
from apps.jobs.models import Job


@pytest.fixture
def made(team):
    """A job that left no files, so that only its folder is made."""
    return Job.objects.create(team=team, kind="packshot", status="completed")


def folders(tmp_path, made, *products):
    rows = [Row(sku=sku, source=source, status="completed") for sku, source in products]
    export([Entry(row, {made.kind: made}) for row in rows], tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    return sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_dir())


@pytest.mark.parametrize(
    "products",
    [
        [("A_B", "one.jpg"), ("A B", "two.jpg")],
        [("A B", "one.jpg"), ("A_B", "two.jpg"), ("A?B", "three.jpg")],
        [("A", "left/one.jpg"), ("A", "middle/one.jpg"), ("A", "right/one.jpg")],
    ],
)
def test_no_two_photographs_share_a_folder(tmp_path, made, products):
    assert len(folders(tmp_path, made, *products)) == len(products)


@pytest.mark.parametrize("sku", ["..", "../../up", "/etc", "...", "a\nb", "a\0b"])
def test_a_sku_leads_nowhere_else(tmp_path, made, sku):
    (name,) = folders(tmp_path, made, (sku, "one.jpg"))
    assert name.isprintable()


def test_a_name_that_is_markup_is_a_name_on_the_contact_sheet(tmp_path, made):
    folders(tmp_path, made, ("<b-evil>", "<i-evil>.jpg"))
    page = (tmp_path / "out/contact-sheet.html").read_text()
    assert "b-evil" in page
    assert "<b-evil>" not in page
    assert "<i-evil>" not in page
    assert json.loads((tmp_path / "out/report.json").read_text())[0]["sku"] == "<b-evil>"
