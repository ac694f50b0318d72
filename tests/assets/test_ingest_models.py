"""A 3D model made elsewhere comes in like a photograph, through the reader and the gate."""

import io
from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import storages

from apps.assets.gltf.write import write_glb
from apps.assets.ingest import ingest
from apps.assets.models import Asset, AssetKind, AssetStatus, Blob, Version
from skyy.api.errors import Code, Problem
from tests.assets.gltf.shapes import TRIANGLE, ball, document, glb, with_faces


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "a.glb"
    write_glb(path, ball())
    return path.read_bytes()


def files() -> set[Path]:
    root = Path(storages["originals"].location)
    return {path for path in root.rglob("*") if path.is_file()} if root.exists() else set()


def test_a_glb_becomes_a_model_with_its_facts(team, contributor, collection, asked_for, model):
    asset = ingest(
        io.BytesIO(model),
        filename="Marrow tote.glb",
        team=team,
        user=contributor,
        collection=collection,
        role="photograph",
    )
    version = asset.current_version
    assert (asset.kind, asset.role, asset.name) == (AssetKind.MODEL_3D, "model", "Marrow tote")
    assert asset.status == AssetStatus.PROCESSING
    assert version.blob.media_type == "model/gltf-binary"
    assert (version.width, version.height) == (None, None)
    assert version.facts["triangles"] == ball().triangles
    assert version.facts["vertices"] == ball().vertices
    assert version.facts["texture_px"] == 256
    assert version.facts["size_m"] == [0.4, 0.4, 0.4]
    assert version.facts["bytes"] == len(model)
    assert version.facts["gate"]["passed"] is True
    assert version.facts["gate"]["target"] == "mobile_ar"
    assert asked_for == [version.pk]


def test_the_content_decides_and_not_the_name(make_asset, model):
    assert make_asset(model, filename="really.jpg").kind == AssetKind.MODEL_3D


def test_a_model_that_fails_the_gate_is_kept_with_the_reasons(make_asset, tmp_path):
    write_glb(tmp_path / "a.glb", with_faces(ball(), ball().primitives[0].faces[1:]))
    gate = make_asset((tmp_path / "a.glb").read_bytes()).current_version.facts["gate"]
    assert gate["passed"] is False
    assert [one["code"] for one in gate["failures"]] == ["gate.not_watertight"]


TRIANGLES = [[0, 0, 0], [np.nan, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"glTF", Code.MODEL_WRONG_LENGTH),
        (glb(*document())[:-8], Code.MODEL_WRONG_LENGTH),
        (glb({"asset": {"version": "2.0"}}), Code.MODEL_EMPTY),
        (glb(*document(TRIANGLES)), Code.MODEL_NOT_FINITE),
        (glb(*document(TRIANGLE * 1000)), Code.MODEL_WRONG_UNITS),
        (glb(*document(images=[{"uri": "http://a/b.png"}])), Code.MODEL_REMOTE),
        (glb(*document(extensionsRequired=["EXT_meshopt_compression"])), Code.MODEL_UNSUPPORTED),
        (glb(*document(accessors=[{"componentType": 5126, "type": "VEC3", "count": 3_000_003}])),
         Code.MODEL_TOO_LARGE),
        (glb(b"{"), Code.MODEL_UNREADABLE),
    ],
)  # fmt: skip
def test_a_refusal_leaves_neither_row_nor_file(team, contributor, asked_for, data, code):
    before = files()
    with pytest.raises(Problem) as refusal:
        ingest(io.BytesIO(data), filename="a.glb", team=team, user=contributor)
    assert refusal.value.code == code
    assert refusal.value.status == 422
    assert asked_for == []
    assert Asset.objects.count() == Version.objects.count() == Blob.objects.count() == 0
    assert files() == before


def test_where_a_photograph_is_wanted_a_model_is_refused(team, contributor, asked_for, model):
    with pytest.raises(Problem, match="3D model") as refusal:
        ingest(
            io.BytesIO(model),
            filename="a.glb",
            team=team,
            user=contributor,
            kinds=(AssetKind.IMAGE,),
        )
    assert refusal.value.code == Code.UPLOAD_UNSUPPORTED
    assert not Asset.objects.exists()


def test_a_model_is_sent_as_what_it_is_and_never_guessed_at(
    browser, contributor, make_asset, model
):
    version = make_asset(model).current_version
    answer = browser(contributor).get(f"/media/versions/{version.pk}/")
    assert answer["Content-Type"] == "model/gltf-binary"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == model


def test_the_api_takes_a_model(api, contributor, asked_for, model):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = api(contributor)
    sent = {"file": SimpleUploadedFile("a.glb", model)}
    answer = client.post("/api/v1/assets/", sent, format="multipart")
    assert answer.status_code == 201
    assert (answer.json()["data"]["kind"], answer.json()["data"]["role"]) == ("model_3d", "model")
    refused = client.post(
        "/api/v1/assets/", {"file": SimpleUploadedFile("b.glb", model[:-9])}, format="multipart"
    )
    assert refused.status_code == 422
    assert refused.json()["error"]["code"] == "model.wrong_length"


def test_the_library_takes_and_shows_a_model(browser, contributor, asked_for, model):
    client = browser(contributor)
    named = io.BytesIO(model)
    named.name = "Marrow tote.glb"
    client.post("/library/upload/", {"file": named}, follow=True)
    asset = Asset.objects.get()
    assert asset.kind == AssetKind.MODEL_3D
    assert "Marrow tote" in client.get("/library/").content.decode()
    assert client.get(f"/library/{asset.pk}/").status_code == 200


@pytest.mark.parametrize("data", [b'{"asset": {"version": "2.0"}}', b"v 0 0 0\nv 1 0 0\nf 1 2 2\n"])
def test_models_of_other_formats_are_told_which_one_is_taken(make_asset, data):
    with pytest.raises(Problem) as caught:
        make_asset(data, filename="a.gltf")
    assert caught.value.code == Code.UPLOAD_UNSUPPORTED
    assert "GLB" in caught.value.message
