"""The same question as ``check`` asks, as a condition of a query."""

from typing import Any

from django.db.models import BooleanField, Expression, F, Func

from apps.assets.models import AssetStatus

from .terms import NEEDS_RELEASE, Use

_SQL = """EXISTS (
WITH RECURSIVE up(version_id, asset_id) AS (
    SELECT v.id, v.asset_id FROM assets_version v WHERE v.id = {version}
    UNION
    SELECT p.id, p.asset_id FROM up
    JOIN assets_lineage l ON l.child_id = up.version_id
    JOIN assets_version p ON p.id = l.parent_id
)
SELECT 1 FROM up
JOIN assets_asset a ON a.id = up.asset_id
LEFT JOIN assets_rights r ON r.asset_id = up.asset_id
WHERE {terms})"""
_RELEASED = """EXISTS (
SELECT 1 FROM assets_release e JOIN assets_asset d ON d.id = e.document_id
WHERE e.asset_id = a.id AND d.status <> %s AND e.expires_on >= %s{kind})"""


class OutsideRights(Func):
    """Whether a version, or anything it was made from, may not be used so.

    Args:
        path: lookup to the version's id, such as ``"version"``.
        use: what is asked.
    """

    conditional = True

    def __init__(self, path: "str | Expression", use: Use) -> None:
        super().__init__(F(path) if isinstance(path, str) else path, output_field=BooleanField())
        self.use = use

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> Any:
        """One ``EXISTS`` that walks the lineage up from the row's version."""
        version, given = compiler.compile(self.source_expressions[0])
        terms, values = self._terms(connection.ops.adapt_datefield_value(self.use.day))
        return _SQL.format(version=version, terms=terms), [*given, *values]

    def _terms(self, day: Any) -> tuple[str, list[Any]]:
        terms, values = ["r.starts_on > %s", "r.ends_on < %s"], [day, day]
        for column, code in (("territories", self.use.territory), ("channels", self.use.channel)):
            if code:
                # Nothing goes when it is replaced: the code is not among them.
                without = f"replace(r.{column}, %s, '') = r.{column}"
                terms.append(f"(r.{column} <> '' AND {without})")
                values.append(f" {code} ")
        roles = ", ".join(["%s"] * len(NEEDS_RELEASE))
        values += [*NEEDS_RELEASE, AssetStatus.DELETED.value, day]
        kind = ""
        if self.use.kind:
            kind = " AND replace(e.scope, %s, '') <> e.scope"
            values.append(f" {self.use.kind} ")
        terms.append(f"(a.role IN ({roles}) AND NOT {_RELEASED.format(kind=kind)})")
        return " OR ".join(terms), values
