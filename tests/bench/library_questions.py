"""What the bench asks of the library, and the statements that fetch the same rows by hand."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test import Client

from apps.assets.browsing.answer import look
from apps.assets.browsing.counts import Chosen, Counts, tag_counts
from apps.assets.browsing.counts import shown as listed
from apps.assets.models import Asset
from apps.assets.pages.paging import place_asked

from .library_seed import Stock

Question = tuple[str, Callable[[], Any], Callable[[], Any]]

MINE = "a.team_id = %(team)s AND a.status <> 'deleted'"
LISTED = f"{MINE} AND a.role NOT IN ('mask', 'cutout', 'evidence')"
CARDS = (
    "SELECT a.*, v.*, b.*, c.*, u.*, p.*, x.*, r.* FROM assets_asset a "
    "LEFT JOIN assets_version v ON v.id = a.current_version_id "
    "LEFT JOIN assets_blob b ON b.id = v.blob_id "
    "LEFT JOIN assets_collection c ON c.id = a.collection_id "
    "LEFT JOIN accounts_user u ON u.id = a.created_by_id "
    "LEFT JOIN catalog_photograph p ON p.asset_id = a.id "
    "LEFT JOIN catalog_variant x ON x.id = p.variant_id "
    "LEFT JOIN assets_rights r ON r.asset_id = a.id WHERE a.id = ANY(%(ids)s)"
)
LISTED_ROWS = (
    "SELECT a.id, a.name, a.kind, a.role, a.status, a.description, a.created_at, a.updated_at, "
    "c.id, c.slug, c.name, x.sku, v.id, v.number, v.filename, v.width, v.height, b.size, "
    "b.media_type, u.username FROM assets_asset a "
    "LEFT JOIN assets_version v ON v.id = a.current_version_id "
    "LEFT JOIN assets_blob b ON b.id = v.blob_id "
    "LEFT JOIN assets_collection c ON c.id = a.collection_id "
    "LEFT JOIN accounts_user u ON u.id = a.created_by_id "
    "LEFT JOIN catalog_photograph p ON p.asset_id = a.id "
    "LEFT JOIN catalog_variant x ON x.id = p.variant_id WHERE a.id = ANY(%(ids)s)"
)
"""What the API's list shows, and no more."""
RENDITIONS = (
    "SELECT r.*, b.* FROM assets_rendition r JOIN assets_blob b ON b.id = r.blob_id "
    "JOIN assets_asset a ON a.current_version_id = r.version_id WHERE a.id = ANY(%(ids)s)"
)
TAGS = (
    "SELECT l.asset_id, t.* FROM assets_asset_tags l JOIN assets_tag t ON t.id = l.tag_id "
    "WHERE l.asset_id = ANY(%(ids)s)"
)


def questions(stock: Stock) -> Iterator[Question]:
    """Each with its name, the way people ask it, and the plain statements."""
    client = Client()
    client.force_login(stock.user)

    def page(query: str) -> Callable[[], Any]:
        def ask() -> None:
            answer = client.get(f"/library/{query}")
            assert answer.status_code == 200, answer
            assert b"data-keyboard-grid" in answer.content, query

        return ask

    def answer(query: str) -> Callable[[], Any]:
        asked = QueryDict(query)

        def ask() -> None:
            # Found anew each time, as the plain statements are; pages may remember their tags.
            cache.clear()
            look(stock.user, asked, place_asked(asked), 60)

        return ask

    last = -(-_one(f"SELECT count(*) FROM assets_asset a WHERE {LISTED}", stock) // 60)
    far = last * 9 // 10
    anchor = _one(
        f"SELECT id FROM assets_asset a WHERE {LISTED} ORDER BY created_at DESC, id DESC "
        f"OFFSET {far * 60 - 61} LIMIT 1",
        stock,
    )
    rare = f"sr-{stock.size // 2 + 3:07}"
    search = f"{LISTED} AND a.search LIKE %(text)s"
    filtered = f"{LISTED} AND a.collection_id = %(collection)s AND a.role = 'photograph'"
    yield "page, newest", page(""), _page(stock, LISTED, LISTED, MINE)
    yield (
        "page, two filters",
        page("?collection=signature&role=photograph"),
        _page(stock, filtered, filtered, MINE),
    )
    text = {"text": f"%{rare}%"}
    yield "page, search for one", page(f"?q={rare}"), _page(stock, search, search, search, **text)
    text = {"text": "%noir%"}
    yield "page, search, a quarter", page("?q=noir"), _page(stock, search, search, search, **text)
    yield "page, by name", page("?order=name"), _page(stock, LISTED, LISTED, MINE, order="name, id")
    yield (
        f"page {far:,}, going on",
        page(f"?page={far}&after={anchor}"),
        _page(stock, LISTED, LISTED, MINE, offset=far * 60 - 60),
    )
    yield (
        f"page {far:,}, by number",
        page(f"?page={far}"),
        _page(stock, LISTED, LISTED, MINE, offset=far * 60 - 60),
    )
    yield "answer, newest", answer(""), _page(stock, LISTED, LISTED, MINE)
    yield (
        "answer, two filters",
        answer("collection=signature&role=photograph"),
        _page(stock, filtered, filtered, MINE),
    )
    text = {"text": f"%{rare}%"}
    yield (
        "answer, search for one",
        answer(f"q={rare}"),
        _page(stock, search, search, search, **text),
    )
    yield (
        "answer, search, a quarter",
        answer("q=noir"),
        _page(stock, search, search, search, text="%noir%"),
    )
    visible = Asset.objects.visible_to(stock.user)
    yield "counts", lambda: Counts.of(visible).total(Chosen()), _statements(stock, [_cube(MINE)])
    yield (
        "tags used most",
        lambda: tag_counts(listed(visible, []), most=12),
        _statements(stock, [_tags(LISTED)]),
    )
    shown = f"{MINE} AND a.role <> 'evidence'"
    yield "API list", _api(client, ""), _api_plain(stock, shown)
    found = f"{shown} AND a.search LIKE %(text)s"
    yield (
        "API search for one",
        _api(client, f"?q={rare}"),
        _api_plain(stock, found, text=f"%{rare}%"),
    )
    yield (
        "API search, a quarter",
        _api(client, "?q=noir"),
        _api_plain(stock, found, text="%noir%"),
    )


def _api(client: Client, query: str) -> Callable[[], Any]:
    def ask() -> None:
        answer = client.get(f"/api/v1/assets/{query}")
        assert answer.status_code == 200, answer.content

    return ask


def _api_plain(stock: Stock, where: str, **more: Any) -> Callable[[], Any]:
    return _rows(
        stock, where, "created_at DESC, id DESC", 0, 50,
        [f"SELECT count(*) FROM assets_asset a WHERE {where}"], more, LISTED_ROWS,
    )  # fmt: skip


def _page(
    stock: Stock,
    where: str,
    tagged: str,
    counted: str,
    *,
    order: str = "created_at DESC, id DESC",
    offset: int = 0,
    **more: Any,
) -> Callable[[], Any]:
    return _rows(stock, where, order, offset, 60, [_cube(counted), _tags(tagged)], more)


def _rows(
    stock: Stock,
    where: str,
    order: str,
    offset: int,
    limit: int,
    beside: list[str],
    more: dict[str, Any],
    rows: str = CARDS,
) -> Callable[[], Any]:
    ids = f"SELECT a.id FROM assets_asset a WHERE {where} ORDER BY {order} "
    ids += f"LIMIT {limit} OFFSET {offset}"
    given = _given(stock) | more

    def ask() -> None:
        with connection.cursor() as cursor:
            for statement in beside:
                cursor.execute(statement, given)
                cursor.fetchall()
            cursor.execute(ids, given)
            found = {"ids": [row[0] for row in cursor.fetchall()]}
            for statement in (rows, RENDITIONS, TAGS):
                cursor.execute(statement, found)
                cursor.fetchall()

    return ask


def _statements(stock: Stock, statements: list[str]) -> Callable[[], Any]:
    def ask() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, _given(stock))
                cursor.fetchall()

    return ask


def _cube(where: str) -> str:
    return (
        "SELECT collection_id, kind, role, status, count(*) FROM assets_asset a "
        f"WHERE {where} GROUP BY 1, 2, 3, 4"
    )


def _tags(where: str) -> str:
    return (
        "SELECT t.name, count(*) FROM assets_asset_tags l JOIN assets_tag t ON t.id = l.tag_id "
        f"JOIN assets_asset a ON a.id = l.asset_id WHERE {where} "
        "GROUP BY t.name ORDER BY 2 DESC, 1 LIMIT 12"
    )


def _given(stock: Stock) -> dict[str, Any]:
    return {"team": stock.team.pk, "collection": stock.collections[1]}


def _one(statement: str, stock: Stock) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(stock))
        return cursor.fetchone()[0]
