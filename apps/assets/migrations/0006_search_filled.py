"""Texts of the assets that are there, and a trigram index where PostgreSQL has the extension."""

from django.db import migrations, models

from apps.assets.folding import text_of

AT_ONCE = 1000


def fill(apps, editor):
    asset = apps.get_model("assets", "Asset")
    link = asset._meta.get_field("tags").remote_field.through
    skus = _skus(editor)
    last = None
    while True:
        rows = asset.objects.order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        part = list(rows.only("pk", "name", "description")[:AT_ONCE])
        if not part:
            return
        ids = [one.pk for one in part]
        tags = {}
        for pk, name in link.objects.filter(asset__in=ids).values_list("asset_id", "tag__name"):
            tags.setdefault(pk, []).append(name)
        for one in part:
            one.search = text_of(
                one.name, one.description, tags.get(one.pk, ()), skus.get(one.pk, "")
            )
        asset.objects.bulk_update(part, ["search"], batch_size=200)
        last = part[-1].pk


def _skus(editor):
    """SKU by asset. The catalog lies a floor above and may not be there yet."""
    if "catalog_photograph" not in editor.connection.introspection.table_names():
        return {}
    to_python = models.UUIDField().to_python
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.asset_id, v.sku FROM catalog_photograph p "
            "JOIN catalog_variant v ON v.id = p.variant_id"
        )
        return {to_python(asset): sku for asset, sku in cursor.fetchall()}


def add_trigrams(apps, editor):
    """Without the extension searches read every text: slower, the same answer."""
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
        cursor.execute(
            "SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm' UNION ALL "
            "SELECT 1 WHERE has_database_privilege(current_database(), 'CREATE')"
        )
        if cursor.fetchone() is None:
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS assets_asset_words "
            "ON assets_asset USING gin (search gin_trgm_ops)"
        )


def drop_trigrams(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS assets_asset_words")


class Migration(migrations.Migration):
    dependencies = [("assets", "0005_search")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
