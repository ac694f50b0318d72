"""The library's list beside the plain SQL of the same answer, with 10,000 assets."""

from django.db import connection
from rest_framework.test import APIClient

from apps.accounts.models import Team, User
from apps.assets.models import Asset, AssetStatus, Blob, Version
from tests.bench.measuring import Figure, compared

ASSETS = 10_000


def figures() -> list[Figure]:
    """Return the rows."""
    team = Team.objects.create(name="Library bench")
    user = User.objects.create_user("library", team=team, role="developer")
    _fill(team)
    client = APIClient()
    client.force_authenticate(user)
    plain = (
        "SELECT a.*, v.*, b.* FROM assets_asset a "
        "JOIN assets_version v ON v.id = a.current_version_id "
        "JOIN assets_blob b ON b.id = v.blob_id "
        "WHERE a.team_id = %s AND a.status <> 'deleted' ORDER BY a.created_at DESC, a.id DESC "
        "LIMIT 50"
    )

    def sql() -> None:
        with connection.cursor() as cursor:
            cursor.execute(plain, [team.id.hex])
            cursor.fetchall()
            cursor.execute("SELECT count(*) FROM assets_asset WHERE team_id = %s", [team.id.hex])
            cursor.fetchall()

    return [
        compared(
            f"{name}, {ASSETS:,} assets",
            lambda query=query: _answered(client.get("/api/v1/assets/" + query)),
            "plain SQL of the first page",
            sql,
            runs=9,
        )
        for name, query in (
            ("library list", ""),
            ("library search", "?q=TEE-0042"),
            ("library page 100", "?page=100"),
        )
    ]


def _answered(response: object) -> None:
    if getattr(response, "status_code", None) != 200:
        raise RuntimeError(f"the list answered {response}")


def _fill(team: Team) -> None:
    blob = Blob.objects.create(
        storage="originals", sha256="0" * 64, key="bench", size=1, media_type="image/jpeg"
    )
    assets = Asset.objects.bulk_create(
        Asset(team=team, kind="image", name=f"SR-TEE-{n:05d}", status=AssetStatus.READY)
        for n in range(ASSETS)
    )
    versions = Version.objects.bulk_create(
        Version(
            asset=asset, number=1, blob=blob, source="upload", filename="x.jpg", width=1, height=1
        )
        for asset in assets
    )
    for asset, version in zip(assets, versions, strict=True):
        asset.current_version = version
    Asset.objects.bulk_update(assets, ["current_version"], batch_size=2000)
