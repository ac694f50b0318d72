"""The shot lists a house starts with; staff change them in the admin."""

from django.db import migrations

from skyy.identifiers import new_id

GARMENTS = "dress shirt t-shirt longsleeve knitwear outwear pants shorts skirt".split()
REQUIRED = {
    **{category: ["front", "back"] for category in GARMENTS},
    "shoes": ["front", "side"],
    "hat": ["front"],
    "bag": ["front", "side"],
    "jewellery": ["front"],
    "scarf": ["front"],
    "other": ["front"],
}
OPTIONAL = ["detail", "on_model"]


def fill(apps, schema_editor):
    requirement = apps.get_model("catalog", "ShotRequirement")
    rows = [
        requirement(id=new_id(), category=category, view=view, required=required)
        for category, views in REQUIRED.items()
        for names, required in ((views, True), (OPTIONAL, False))
        for view in names
    ]
    requirement.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
