"""Everybody is in one team until there are team pages."""

from django.db import migrations

from apps.accounts.models.team import DEFAULT_TEAM


def make_team(apps, schema_editor):
    apps.get_model("accounts", "Team").objects.get_or_create(
        id=DEFAULT_TEAM, defaults={"name": "Atelier"}
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_team, migrations.RunPython.noop)]
