"""A client generated from the schema runs the main job, with types all the way."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from apps.jobs.models import Job
from apps.jobs.runtime import wait_until_resting
from tests.api.studio import Studio, studio

__all__ = ["studio"]

SCHEMA = Path(__file__).parents[2] / "docs/api/schema.yaml"
NAME = "skyy_generated_client"


@pytest.fixture(scope="module")
def client_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """Give a module of the generated package by its name."""
    folder = tmp_path_factory.mktemp("client")
    command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate"]
    command += ["--path", str(SCHEMA), "--output-path", str(folder / NAME), "--meta", "none"]
    made = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield lambda name: import_module(f"{NAME}.{name}")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[name]


def test_the_client_has_every_operation(client_of: Callable[[str], Any]) -> None:
    folder = Path(client_of("client").__file__).parent / "api"
    made = {path.stem for path in folder.glob("*/*.py")} - {"__init__"}
    described = {
        line.split(": ")[1] for line in SCHEMA.read_text().splitlines() if "operationId: " in line
    }
    assert made >= described


@pytest.mark.django_db(transaction=True)
def test_the_main_job_from_signing_in_to_the_download(
    studio: Studio, client_of: Callable[[str], Any]
) -> None:
    models, types, clients = client_of("models"), client_of("types"), client_of("client")

    def call(operation: str, *path: Any, **said: Any) -> Any:
        answer = client_of(f"api.{operation}").sync(*path, **said)
        assert not isinstance(answer, models.FailureAnswer), answer
        return answer.data

    stranger = clients.Client(base_url=studio.address)
    said = models.CredentialsRequest(username=studio.username, password=studio.password)
    pair = call("auth.auth_token_create", client=stranger, body=said)
    client = clients.AuthenticatedClient(base_url=studio.address, token=pair.access)

    with studio.photograph.open("rb") as file:
        sent = types.File(payload=file, file_name="photo.jpg", mime_type="image/jpeg")
        asset = call("assets.assets_upload", client=client, body=models.UploadRequest(file=sent))
    assert isinstance(asset, models.AssetDetail)
    assert isinstance(asset.id, UUID)
    assert asset.kind == models.KindEnum.IMAGE

    for renditions in Job.objects.filter(kind="renditions", source__asset=asset.id):
        wait_until_resting(renditions.pk)
    asset = call("assets.assets_read", asset.id, client=client)
    assert asset.status == models.AssetStatusEnum.READY

    params = models.JobRequestRequestParams.from_dict({"profile": "reformat"})
    wish = models.JobRequestRequest(kind="packshot", asset_ids=[asset.id], params=params)
    jobs = [
        call("jobs.jobs_create", client=client, body=wish, idempotency_key="once") for _ in "ab"
    ]
    assert jobs[0].id == jobs[1].id
    wait_until_resting(jobs[0].id)
    job = call("jobs.jobs_read", jobs[0].id, client=client)
    assert job.status == models.JobStatusEnum.AWAITING_REVIEW, job.error

    call("reviews.reviews_claim", job.review, client=client)
    review = call(
        "reviews.reviews_approve", job.review, client=client, body=models.NoteRequest(note="Good.")
    )
    assert review.status == models.ReviewStatusEnum.APPROVED

    result = review.result.asset
    raw = client_of("api.assets.assets_download").sync_detailed(result, client=client)
    assert raw.status_code == 200
    assert raw.headers["ETag"]
    assert len(raw.content) > 1000

    refused = client_of("api.assets.assets_read").sync(jobs[0].id, client=client)
    assert isinstance(refused, models.FailureAnswer)
    assert refused.error.code == "not_found"
    assert str(refused.meta.request_id)
