"""A library of any size, written by the database itself."""

from django.db import connection

from apps.accounts.models import Team, User
from apps.assets.models import Asset, Collection
from apps.catalog.products import NewVariant, create_product

COLLECTIONS = ("black_rose", "signature", "love_hurts", "showroom", "runway")
TAGS = 40
ONE_DAY = 5_000
"""Assets of the newest day."""

PLAN = """
CREATE TEMPORARY TABLE plan ON COMMIT DROP AS
SELECT n, gen_random_uuid() AS asset, gen_random_uuid() AS version, gen_random_uuid() AS blob,
    CASE WHEN n % 100 < 70 THEN 'photograph' WHEN n % 100 < 85 THEN 'packshot'
         WHEN n % 100 < 95 THEN 'mask' ELSE 'model' END AS role,
    CASE WHEN n % 100 >= 95 THEN 'model_3d' ELSE 'image' END AS kind,
    CASE WHEN n % 200 = 0 THEN 'deleted' WHEN n % 50 = 1 THEN 'processing' ELSE 'ready' END
        AS status,
    'SR-' || lpad(n::text, 7, '0') || ' ' || (ARRAY['Noir', 'Rose', 'Ivory', 'Sand'])[1 + n % 4]
        AS name,
    CASE WHEN n > %(size)s - %(one_day)s THEN now() - (%(size)s - n) * interval '15 seconds'
         ELSE now() - interval '2 days' - (%(size)s - n) * (interval '1000 days' / %(size)s) END
        AS moment
FROM generate_series(%(start)s, %(size)s) AS n
"""
ROWS = (
    (
        "INSERT INTO assets_asset "
        "(id, team_id, kind, role, status, name, description, collection_id, "
        "current_version_id, created_by_id, created_at, updated_at, search) "
        "SELECT asset, %(team)s, kind, role, status, name, '', "
        "CASE WHEN n % 6 = 0 THEN NULL ELSE (%(collections)s::uuid[])[1 + n % 5] END, version, "
        "%(user)s, moment, moment, lower(name) || chr(10) || 'tag-' || n % 40 FROM plan"
    ),
    (
        "INSERT INTO assets_blob (id, storage, sha256, key, size, media_type, created_at) "
        "SELECT blob, 'originals', md5(n::text) || md5(n::text), 'bench/' || n, 1000000 + n, "
        "'image/jpeg', moment FROM plan"
    ),
    (
        "INSERT INTO assets_version "
        "(id, asset_id, number, blob_id, source, filename, width, height, "
        "facts, provenance, created_by_id, created_at) "
        "SELECT version, asset, 1, blob, 'upload', name || '.jpg', 3000, 4000, '{}', '{}', "
        "%(user)s, moment FROM plan"
    ),
    (
        "INSERT INTO assets_rendition (id, version_id, specification, blob_id, width, height, "
        "created_at) SELECT gen_random_uuid(), version, specification, blob, 240, 320, moment "
        "FROM plan, unnest(ARRAY['thumb_320_webp', 'grid_640_webp']) AS specification"
    ),
    (
        "INSERT INTO assets_asset_tags (asset_id, tag_id) "
        "SELECT asset, (%(tags)s::uuid[])[1 + n % 40] FROM plan UNION ALL "
        "SELECT asset, (%(tags)s::uuid[])[1 + (n * 7 + 3) % 40] FROM plan "
        "WHERE (n * 7 + 3) % 40 <> n % 40"
    ),
    (
        "INSERT INTO catalog_photograph (id, variant_id, asset_id, view, created_at) "
        "SELECT gen_random_uuid(), %(variant)s, asset, 'front', moment FROM plan "
        "WHERE role = 'photograph' AND n % 3 = 0"
    ),
)


class Stock:
    """One team's library that grows."""

    def __init__(self) -> None:
        self.team = Team.objects.create(name="Library bench")
        self.user = User.objects.create_user("library", team=self.team, role="developer")
        self.collections = [
            Collection.objects.create(team=self.team, slug=slug, name=slug.title()).pk
            for slug in COLLECTIONS
        ]
        tags = Asset.tags.rel.model.objects.bulk_create(
            Asset.tags.rel.model(team=self.team, name=f"tag-{n}") for n in range(TAGS)
        )
        self.tags = [tag.pk for tag in tags]
        product = create_product(
            team=self.team,
            name="Coat",
            style_code="C-1",
            category="outwear",
            variants=(NewVariant("C-1-N", "Noir"),),
        )
        self.variant = product.variants.get().pk
        self.size = 0

    def grow(self, size: int) -> None:
        """Bring it to this many assets, all rows in one transaction, and gather statistics."""
        given = {
            "start": self.size + 1,
            "size": size,
            "one_day": ONE_DAY,
            "team": self.team.pk,
            "user": self.user.pk,
            "collections": self.collections,
            "tags": self.tags,
            "variant": self.variant,
        }
        from django.db import transaction

        with transaction.atomic(), connection.cursor() as cursor:
            # The rows fit each other; checking seven million keys would take longer than the bench.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(_plain(PLAN), given)
            for statement in ROWS:
                cursor.execute(_plain(statement), given)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.size = size


def _plain(statement: str) -> str:
    """A remainder is written with one sign in SQL and with two for the driver."""
    return statement.replace(" % ", " %% ")
