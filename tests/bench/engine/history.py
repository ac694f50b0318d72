"""Jobs that ended long ago: the same rows a season leaves behind, made by the database itself."""

from django.db import connection

from apps.jobs.models import Event, Job, Step


def multiply(like: Job, times: int) -> None:
    """Make ``times`` copies of a job that ended, with its steps and events."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied AS "
            "SELECT gen_random_uuid() AS id FROM generate_series(1, %s)",
            [times],
        )
        for model, link in ((Job, "id"), (Step, "job_id"), (Event, "job_id")):
            kept = [
                field.column
                for field in model._meta.concrete_fields
                if field.column not in {"id", "job_id", "batch_id"}
            ]
            columns = ", ".join(f'"{column}"' for column in kept)
            ids = "copied.id" if model is Job else "gen_random_uuid(), copied.id"
            names = "id" if model is Job else "id, job_id"
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({names}, {columns}) "
                f"SELECT {ids}, {columns} FROM copied, {model._meta.db_table} "
                f"WHERE {model._meta.db_table}.{link} = %s",
                [like.pk],
            )
        cursor.execute("DROP TABLE copied")
        cursor.execute("VACUUM ANALYZE")
