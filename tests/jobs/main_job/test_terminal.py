"""What the terminal shows, and what the command refuses before it begins."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from rich.console import Console

from apps.jobs.main_job.report import Row
from apps.jobs.main_job.terminal import table


def shown(*rows: Row, width: int = 80) -> str:
    console = Console(file=StringIO(), width=width)
    console.print(table(rows))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


def test_a_file_name_is_not_read_as_markup() -> None:
    row = Row("[red]bag", "[bold]bag[/].jpg", "failed", {"code": "x", "message": "[i]why"})
    text = shown(row, width=160)
    for words in ("[red]bag", "[bold]bag[/].jpg", "x: [i]why"):
        assert words in text


def test_a_code_is_never_cut_short() -> None:
    row = Row("s" * 60, "f" * 250, "failed", {"code": "photo.too_many_pixels", "message": "Big."})
    text = shown(row)
    assert "…" not in text
    assert sum(line.count("f") for line in text.splitlines()) >= 250


@pytest.mark.parametrize("workers", [-3, 1000])
def test_a_number_of_workers_that_cannot_be_is_refused(tmp_path: Path, workers: int) -> None:
    with pytest.raises(CommandError, match="--workers"):
        call_command("demo", out=tmp_path / "out", photos=tmp_path, workers=workers)


def test_a_place_for_results_that_is_a_file_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CommandError, match="no folder"):
            call_command("demo", out=out, photos=tmp_path)
