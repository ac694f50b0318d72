"""Triggers that keep the audit log as it was written, whoever is connected to the database.

Entries are added. One change is let through: an erasure empties the address, the name and what was
there before and after, or some of them, and says so (``erased``).

A migration that alters the table on SQLite makes it anew, without triggers: seal it again there.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "accounts_auditentry"
KEPT = (
    "id",
    "at",
    "happening",
    "team_id",
    "person_id",
    "role",
    "door",
    "request_id",
    "about_type",
    "about_id",
)
EMPTIED = {"address": "''", "about_name": "''", "before": "'{}'", "after": "'{}'"}
REFUSED = "the audit log is append-only"


def seal(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place."""
    _run(connection, _SEAL[connection.vendor])


def unseal(connection: BaseDatabaseWrapper) -> None:
    """Take them away: for taking back the migration, and for emptying a test database."""
    _run(connection, _UNSEAL[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _touched(distinct: str, cast: str) -> str:
    """The condition under which an update does more than an erasure may."""
    kept = [f'NEW."{name}" {distinct} OLD."{name}"' for name in KEPT]
    emptied = [
        f'(NEW."{name}" {distinct} OLD."{name}" AND NEW."{name}" <> {empty})'
        for name, empty in EMPTIED.items()
    ]
    return " OR ".join(["NOT NEW.erased", *kept, *emptied]).replace("{}'", "{}'" + cast)


_SQLITE = (
    f"""CREATE TRIGGER {TABLE}_kept BEFORE UPDATE ON {TABLE}
    WHEN {_touched("IS NOT", "")}
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER {TABLE}_stays BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
)
_POSTGRESQL = (
    f"""CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'insufficient_privilege'; END $$""",
    f"""CREATE TRIGGER {TABLE}_kept BEFORE UPDATE ON {TABLE} FOR EACH ROW
    WHEN ({_touched("IS DISTINCT FROM", "::jsonb")})
    EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE TRIGGER {TABLE}_stays BEFORE DELETE ON {TABLE} FOR EACH ROW
    EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE TRIGGER {TABLE}_whole BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT
    EXECUTE FUNCTION {TABLE}_refuse()""",
)
_SEAL = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_UNSEAL = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {TABLE}_{name}" for name in ("kept", "stays")),
    "postgresql": (
        *(
            f"DROP TRIGGER IF EXISTS {TABLE}_{name} ON {TABLE}"
            for name in ("kept", "stays", "whole")
        ),
        f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
    ),
}
