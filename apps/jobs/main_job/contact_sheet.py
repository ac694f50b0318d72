"""A page to look at: every photograph beside its packshot. One file, no script."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from .report import Row


def contact_sheet(rows: Sequence[Row]) -> str:
    """Return the page; pictures are linked by the rows' relative paths."""
    completed = [row for row in rows if row.status == "completed"]
    context = {"rows": rows, "completed": len(completed), "failed": len(rows) - len(completed)}
    return render_to_string("jobs/contact_sheet.html", context)
