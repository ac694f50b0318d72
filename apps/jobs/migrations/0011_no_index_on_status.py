from django.db import migrations, models


class Migration(migrations.Migration):
    """Plans made while the tables were new walked along all steps of a status."""

    dependencies = [
        ("assets", "0009_uploads_in_parts"),
        ("jobs", "0010_fewer_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="step",
            name="jobs_step_status",
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(
                condition=models.Q(("status__in", ("waiting", "uncertain"))),
                fields=["queue"],
                name="jobs_step_away",
            ),
        ),
    ]
