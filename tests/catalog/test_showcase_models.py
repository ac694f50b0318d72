"""Approved 3D models before the public: what is shown, what is served, and what is gone."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.assets import renditions
from apps.assets.specifications import MODEL_DRACO, TURNTABLE_WEBP
from apps.catalog.media import approve_media, withdraw_media
from apps.catalog.publishing.showcase import publish, unpublish
from tests.catalog.conftest import NOW
from tests.models_3d import box_glb, model_version, poster_webp, stored

PAGE = "/showcase/noir-coat/"


@pytest.fixture
def approve_model(reviewer):
    """Approves a new 3D model of a variant."""

    def make(variant, back="photograph"):
        provenance = {"steps": {"texture": {"back": back}}}
        version = model_version(variant.team, f"{variant.sku} model", provenance=provenance)
        draco = stored(box_glb() + b"\0" * 8, "model/gltf-binary")
        renditions.record(version, MODEL_DRACO, draco, 0, 0)
        moving = stored(poster_webp(96), "image/webp")
        renditions.record(version, TURNTABLE_WEBP, moving, 96, 96)
        return approve_media(
            variant=variant, version=version, role="model", view="front", user=reviewer, at=NOW
        )

    return make


@pytest.fixture
def live(coat, noir, approve, approve_model, producer):
    """The coat with a packshot and a model."""
    approve(noir)
    media = approve_model(noir)
    return media, publish(coat, producer)


def address(live, name="original"):
    media, publication = live
    return f"/showcase/media/{publication.pk}/{media.pk}/{name}/"


def body(client, url):
    return b"".join(client.get(url))


def test_the_gallery_has_the_poster_the_model_and_nothing_private(client, live):
    words = client.get(PAGE).content.decode()
    assert address(live, "thumb_320_webp") in words
    assert f'data-src="{address(live, MODEL_DRACO)}"' in words
    assert 'ar-modes="webxr scene-viewer quick-look"' in words
    assert "Turn it" in words
    assert "js/model-viewer-setup.js" in words
    assert "/media/" not in words.replace("/showcase/media/", "")


def test_without_script_the_turntable_is_a_link(client, live):
    words = client.get(PAGE).content.decode()
    without = words[words.index("<noscript>") : words.index("</noscript>")]
    assert f'href="{address(live, TURNTABLE_WEBP)}"' in without


def test_a_turntable_is_no_picture_of_the_gallery(client, live):
    words = client.get(PAGE).content.decode()
    for srcset in words.split("srcset=")[1:]:
        assert "turntable" not in srcset.split(">")[0]


def test_a_page_without_a_model_asks_for_no_script(client, coat, noir, approve, producer):
    approve(noir)
    publish(coat, producer)
    assert "<script" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["original", MODEL_DRACO])
def test_the_model_is_served_as_what_it_is_to_everybody(client, live, name):
    answer = client.get(address(live, name))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "model/gltf-binary"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert body(client, address(live, name))[:4] == b"glTF"
    again = client.get(address(live, name), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_the_film_can_be_asked_for_in_parts(client, live):
    answer = client.get(address(live, "turntable_mp4"), headers={"range": "bytes=0-9"})
    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")


def test_a_model_is_gone_with_its_approval_and_with_the_page(client, live, coat, producer):
    media, _publication = live
    unpublish(coat, producer)
    assert client.get(address(live)).status_code == 404
    publish(coat, producer)
    assert client.get(address(live)).status_code == 200
    withdraw_media(media)
    assert client.get(address(live)).status_code == 404
    assert address(live, MODEL_DRACO) not in client.get(PAGE).content.decode()


def test_an_unpublished_model_of_the_same_product_is_not_served(client, live, rose, approve_model):
    other = approve_model(rose)
    assert client.get(address((other, live[1]))).status_code == 404


def test_a_model_alone_stands_for_the_piece(client, coat, rose, approve_model, producer):
    media = approve_model(rose)
    publication = publish(coat, producer)
    poster = address((media, publication), "thumb_320_webp")
    assert poster in client.get("/showcase/").content.decode()
    words = client.get(PAGE).content.decode()
    assert f'property="og:image" content="http://testserver{poster}"' in words


def test_the_lookbook_says_what_can_be_turned(client, live, coat, producer):
    assert "In 3D" in client.get("/showcase/").content.decode()
    withdraw_media(live[0])
    assert "In 3D" not in client.get("/showcase/").content.decode()


@pytest.mark.parametrize(("back", "said"), [("synthesised", True), ("photograph", False)])
def test_a_made_up_side_is_said_to_be_one(client, coat, noir, approve_model, producer, back, said):
    approve_model(noir, back=back)
    publish(coat, producer)
    assert ("is a reconstruction" in client.get(PAGE).content.decode()) is said


def test_the_feed_lists_the_model_as_an_attachment(client, live):
    (item,) = json.loads(client.get("/showcase/feed.json").content)["items"]
    models = [one for one in item["attachments"] if one["mime_type"] == "model/gltf-binary"]
    (model,) = models
    assert model["url"] == f"http://testserver{address(live)}"
    assert model["size_in_bytes"] == len(box_glb())
    assert item["_skyy"]["colourways"][0]["model"] == model["url"]


def test_more_models_cost_no_more_queries(
    client, live, coat, rose, approve_model, producer, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as before:
        client.get(PAGE)
    number = len(before)
    assert number > 0
    approve_model(rose)
    publish(coat, producer)
    with django_assert_num_queries(number):
        client.get(PAGE)
