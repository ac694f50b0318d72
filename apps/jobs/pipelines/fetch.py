"""Fetching: a file at an address becomes an asset, whose id is the job's own."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from pydantic import Field

from apps.assets import ingest
from apps.assets.content.found import Found
from apps.assets.content.roles import DEFAULT_ROLE
from apps.assets.models import Collection, VersionSource
from apps.assets.names import clean_filename
from apps.jobs.engine.plan import PlannedStep
from apps.jobs.models import Job, Queue, Step
from skyy.outside import Rules, check

from . import parameters

MOST_BYTES = 100_000_000
SECONDS = 60.0


class FetchParameters(parameters.Parameters):
    """What may be fetched."""

    url: str = Field(max_length=2000)
    filename: str = Field("", max_length=255)
    name: str = Field("", max_length=200)
    role: str = Field(DEFAULT_ROLE, max_length=32)
    collection: str = Field("", max_length=60)


class Fetch:
    """One address; asked for by its own door, as it works on no picture of the house."""

    kind = "fetch"
    own_door = True

    def clean(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """See ``Pipeline.clean``; also ``fetch.refused`` and ``upload.bad_name``."""
        kept = parameters.clean(FetchParameters, params)
        path = urlsplit(str(check(kept["url"], rules()))).path
        if not kept["filename"]:
            last = unquote(path.rpartition("/")[2], errors="ignore")
            kept["filename"] = "".join(sign for sign in last if sign not in "/\\" and sign >= " ")
        return kept | {"filename": clean_filename(kept["filename"])}

    def plan(self, job: Job) -> Sequence[PlannedStep]:
        """See ``Pipeline.plan``."""
        allowed = rules()
        params = {
            "url": job.params["url"],
            "role": job.params["role"],
            "max_pixels": ingest.limits().max_pixels,
            "rules": {
                "ports": list(allowed.ports),
                "allow_http": allowed.allow_http,
                "networks": list(allowed.networks),
                "most_bytes": allowed.most_bytes,
                "seconds": allowed.seconds,
            },
        }
        handler = "apps.jobs.providers.local.fetching:fetch_file@1"
        return [
            PlannedStep(
                "fetch",
                handler,
                params=params,
                queue=Queue.IO,
                max_attempts=2,
                timeout_seconds=240,
                cacheable=False,
            )
        ]

    def finish(self, job: Job, steps: Mapping[str, Step]) -> str:
        """See ``Pipeline.finish``: the asset and its first version."""
        step = steps["fetch"]
        said = step.result
        names = ("kind", "media_type", "width", "height", "facts")
        found = Found(**cast("dict[str, Any]", {name: said[name] for name in names}))
        slug = job.params["collection"]
        collection = Collection.objects.filter(team=job.team, slug=slug).first() if slug else None
        ingest.record(
            step.files.get(name="original").blob,
            found,
            pk=job.pk,
            filename=job.params["filename"],
            team=job.team,
            user=job.created_by,
            collection=collection,
            role=job.params["role"],
            source=VersionSource.IMPORT,
            name=job.params["name"] or None,
            provenance={"job": str(job.pk), "pipeline": self.kind, "address": said["address"]},
        )
        return "complete"


def rules() -> Rules:
    """What the operator allows."""
    configuration = settings.CONFIGURATION
    return Rules(
        ports=configuration.fetch_ports,
        allow_http=configuration.fetch_allow_http,
        networks=[str(network) for network in configuration.fetch_allowed_networks],
        most_bytes=MOST_BYTES,
        seconds=SECONDS,
    )
