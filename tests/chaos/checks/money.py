"""Paid calls, by the provider's own log, and the ledger."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ..rows import Row, none, same
from ..tables import Tables

NANO = 40_000_000
"""What a prediction costs, in 10⁻⁹ units."""


def check(tables: Tables, log: Sequence[dict[str, Any]]) -> list[Row]:
    """Check that nothing was paid twice and that every amount is where it belongs."""
    cancelled = {line["id"] for line in log if line["what"] == "cancelled"}
    taken = [line for line in log if line["what"] == "taken"]
    paid = Counter((line["model"], line["prompt"]) for line in taken)
    words = _words(tables)
    again = Counter({place: number for place, number in paid.items() if number > 1})
    charged = NANO * sum(line["id"] not in cancelled for line in taken)
    uncertain = tables.ask(
        "SELECT reference FROM jobs_providercall WHERE status = 'uncertain' ORDER BY 1"
    )
    held = tables.ask(
        "SELECT c.reference FROM jobs_ledgerentry e JOIN jobs_providercall c ON c.id = e.call_id "
        "WHERE kind = 'hold' AND NOT EXISTS (SELECT 1 FROM jobs_ledgerentry x "
        "WHERE x.call_id = c.id AND x.kind IN ('settle', 'release')) ORDER BY 1"
    )
    said = {row[0] for row in tables.ask("SELECT reference FROM jobs_providercall")}
    return [
        Row("predictions the provider was paid for", str(len(taken))),
        none(
            "paid twice without a person's word",
            [place for place in again if again[place] > 1 + words[place[1]]],
        ),
        Row("paid again on a person's word", str(sum(words.values()))),
        none(
            "predictions the house knows nothing of",
            [line["reference"] for line in log if line["reference"] not in said],
        ),
        none(
            "calls still open and not listed as uncertain",
            tables.ask(
                "SELECT reference, status FROM jobs_providercall "
                "WHERE status IN ('intent', 'running')"
            ),
        ),
        same("holds left, of the uncertain calls that are listed", held, uncertain)
        if held != uncertain
        else Row("holds left, each on an uncertain call that is listed", str(len(held)), True),
        none("budgets that are not the sums of their ledger", _mistaken(tables)),
        same(
            "spent and held, beside what the provider charged (10⁻⁹)",
            int(tables.one("SELECT coalesce(sum(spent_nano + held_nano), 0) FROM jobs_budget")),
            charged,
        ),
    ]


def _words(tables: Tables) -> Counter[str]:
    """How often a person said "send again", by what was asked for."""
    rows = tables.ask(
        "SELECT c.request -> 'input' ->> 'prompt' FROM jobs_providercall c "
        "JOIN jobs_ledgerentry e ON e.call_id = c.id WHERE c.status = 'written_off' "
        "AND e.by_id IS NOT NULL AND c.error ->> 'message' = 'Sent again.'"
    )
    return Counter(prompt for (prompt,) in rows)


def _mistaken(tables: Tables) -> list[tuple[Any, ...]]:
    return tables.ask(
        "SELECT b.name, b.held_nano, b.spent_nano, coalesce(sum(e.amount_nano) "
        "FILTER (WHERE e.kind = 'hold' AND NOT EXISTS (SELECT 1 FROM jobs_ledgerentry x "
        "WHERE x.call_id = e.call_id AND x.kind IN ('settle', 'release'))), 0) AS held, "
        "coalesce(sum(e.amount_nano) FILTER (WHERE e.kind = 'settle'), 0) AS spent "
        "FROM jobs_budget b LEFT JOIN jobs_ledgerentry e ON e.budget_id = b.id GROUP BY b.id "
        "HAVING b.held_nano <> coalesce(sum(e.amount_nano) FILTER (WHERE e.kind = 'hold' AND "
        "NOT EXISTS (SELECT 1 FROM jobs_ledgerentry x WHERE x.call_id = e.call_id "
        "AND x.kind IN ('settle', 'release'))), 0) "
        "OR b.spent_nano <> coalesce(sum(e.amount_nano) FILTER (WHERE e.kind = 'settle'), 0)"
    )
