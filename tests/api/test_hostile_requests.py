"""Bodies, headers and addresses that no honest client sends get a clear answer and do nothing."""

import json
import logging

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from apps.accounts.roles import Role
from apps.assets.models import Asset
from apps.catalog.models import Photograph, Product, ProductMedia
from apps.jobs.models import Job, ReviewDecision
from tests.api.conftest import PICTURE, make_review, refused
from tests.assets.pictures import jpeg

PRODUCTS = "/api/v1/products/"
JOBS = "/api/v1/jobs/"


def raw(client, address, body, content_type="application/json", **headers):
    return client.generic("POST", address, body, content_type=content_type, **headers)


def field(name, value=b"1"):
    """A part of a multipart body."""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return head.encode() + value + b"\r\n"


def test_a_body_beyond_the_limit_is_refused_and_read_no_further(owner):
    class Endless:
        """A body that never ends; ``taken`` is what was asked of it."""

        taken = 0

        def read(self, size=-1):
            assert size >= 0, "the whole body was asked for"
            self.taken += size
            return b" " * size

        readline = read

    body = Endless()
    headers = {"wsgi.input": body, "CONTENT_LENGTH": str(10**12)}
    answer = raw(owner, PRODUCTS, b"", **headers)
    refused(answer, 413, "request.too_large")
    assert body.taken <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        (b"".join(field(f"f{number}") for number in range(1100)), 400, "request.malformed"),
        (field("name", b"x" * 2_600_000), 413, "request.too_large"),
    ],
    ids=["many fields", "one long field"],
)
def test_an_upload_with_more_than_a_file_and_its_words_is_refused(owner, fields, status, code):
    before = Asset.objects.count()
    body = fields + b"--x--\r\n"
    refused(raw(owner, "/api/v1/assets/", body, "multipart/form-data; boundary=x"), status, code)
    assert Asset.objects.count() == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"name": NaN}',
        b'{"name": 1' + b"0" * 10_000 + b"}",
        b"\xff\xfe\x00",
        b'{"name": "\xed\xa0\x80"}',
        b'{"category": "\\ud800"}',
        b'{"\\uDFFF": 1, "name": "a", "style_code": "b"}',
        b'"just a text"',
        b"[1, 2]",
        b"null",
        b"{",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_no_sensible_json_is_refused(owner, body):
    before = Product.objects.count()
    answer = raw(owner, PRODUCTS, body)
    assert answer.status_code == 400, answer.content[:300]
    assert answer.json()["error"]["code"] in {"request.malformed", "request.invalid"}
    assert Product.objects.count() == before


def test_a_charset_nobody_knows_is_not_our_fault(owner):
    assert raw(owner, PRODUCTS, b"{}", "application/json; charset=klingon").status_code == 400


def test_an_unknown_kind_of_body_is_415(owner):
    refused(raw(owner, PRODUCTS, b"<a/>", "application/xml"), 415, "media_type.unsupported")


@pytest.mark.parametrize("identifier", ["0" * 36, "-" * 36, "g" * 36, "..%2f..%2fetc", "%00"])
def test_an_id_that_is_none_is_not_found(owner, identifier):
    for place in (PRODUCTS, JOBS, "/api/v1/reviews/", "/api/v1/assets/"):
        refused(owner.get(f"{place}{identifier}/"), 404, "not_found")


def test_an_address_works_without_its_slash(owner):
    body = json.dumps({"name": "Coat", "style_code": "NS-1"}).encode()
    assert raw(owner, "/api/v1/products", body).status_code == 201
    answer = owner.post(
        "/api/v1/assets", {"file": SimpleUploadedFile("a.jpg", PICTURE)}, format="multipart"
    )
    assert answer.status_code == 201


# Idempotency


def test_the_same_key_and_body_make_one_job(world, api):
    client = api(world.people[Role.API_USER])
    body = {"kind": "packshot", "asset_ids": [str(world.asset.pk)]}
    before = Job.objects.count()
    answers = [client.post(JOBS, body, HTTP_IDEMPOTENCY_KEY="once") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202] * 3
    assert len({answer.json()["data"]["id"] for answer in answers}) == 1
    assert Job.objects.count() == before + 1


def test_a_key_used_for_something_else_is_refused_and_makes_nothing(world, api):
    client = api(world.people[Role.API_USER])
    body = {"kind": "packshot", "asset_ids": [str(world.asset.pk)]}
    client.post(JOBS, body, HTTP_IDEMPOTENCY_KEY="once")
    before = Job.objects.count()
    other = body | {"params": {"profile": "quick"}}
    refused(client.post(JOBS, other, HTTP_IDEMPOTENCY_KEY="once"), 409, "idempotency.mismatch")
    assert Job.objects.count() == before


def test_a_key_is_ones_own(world, api):
    body = {"kind": "packshot", "asset_ids": [str(world.asset.pk)]}
    made = {
        api(world.people[role]).post(JOBS, body, HTTP_IDEMPOTENCY_KEY="once").json()["data"]["id"]
        for role in (Role.API_USER, Role.DEVELOPER)
    }
    assert len(made) == 2


def test_regenerating_twice_with_one_key_makes_one_job(world, api):
    client = api(world.people[Role.DEVELOPER])
    review = make_review(world, world.people[Role.DEVELOPER])
    client.post(f"/api/v1/reviews/{review.pk}/claim/")
    before = Job.objects.count()
    address = f"/api/v1/reviews/{review.pk}/regenerate/"
    body = {"params": {"profile": "quick"}}
    answers = [client.post(address, body, HTTP_IDEMPOTENCY_KEY="anew") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert Job.objects.count() == before + 1
    assert ReviewDecision.objects.filter(review=review).count() == 1


def test_a_key_too_long_to_keep_is_refused_wherever_one_is_taken(world, api):
    client = api(world.people[Role.DEVELOPER])
    review = make_review(world, world.people[Role.DEVELOPER])
    for address in (JOBS, f"/api/v1/reviews/{review.pk}/regenerate/"):
        body = {"kind": "packshot", "asset_ids": [str(world.asset.pk)]}
        answer = client.post(address, body, HTTP_IDEMPOTENCY_KEY="k" * 201)
        refused(answer, 400, "request.invalid")


# Names of files and products


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.jpg", "..\\..\\boot.jpg", "/etc/cron.d/job.jpg", "a\r\nSet-Cookie: x=1.jpg"],
)
def test_a_name_from_the_page_keeps_no_path_and_no_line_break(world, browser, name):
    client = browser(world.people[Role.API_USER])
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
        + name.replace("\r\n", "\x0b").encode()
        + b'"\r\nContent-Type: image/jpeg\r\n\r\n'
        + jpeg()
        + b"\r\n--x--\r\n"
    )
    before = set(Asset.objects.values_list("pk", flat=True))
    client.generic("POST", "/library/upload/", body, content_type="multipart/form-data; boundary=x")
    for asset in Asset.objects.exclude(pk__in=before):
        assert not set("/\\\r\n\0\x0b") & set(asset.current_version.filename)
        assert ".." not in asset.current_version.blob.key


@pytest.mark.parametrize("sku", ["a/b", "a\\b", "..", "a\nb", "a\x00b", "a\u202eb", " "])
def test_a_sku_that_could_be_a_path_or_a_header_is_refused(world, owner, sku):
    body = {"sku": sku, "product": str(world.product.pk)}
    answer = owner.post("/api/v1/variants/", body)
    refused(answer, 400, "request.invalid")
    assert "sku" in answer.json()["error"]["fields"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ('a"; filename="b.html', 'filename="a-; filename=-b.jpg"'),
        ("a;b=c.jpg", 'filename="a;b=c.jpg"'),
        ("ü€ rose.jpg", "filename*=utf-8''%C3%BC%E2%82%AC%20rose.jpg"),
        ("a%0d%0aX-Evil: 1.jpg", 'filename="a%0d%0aX-Evil- 1.jpg"'),
        ("'", 'filename="\'.jpg"'),
    ],
)
def test_a_file_name_stays_inside_its_header_and_ends_as_its_bytes_say(world, api, name, value):
    # What belongs to no product goes out under the name it came with.
    Photograph.objects.filter(asset=world.asset).delete()
    ProductMedia.objects.filter(version=world.version).delete()
    version = world.version
    version.filename = name
    version.save()
    answer = api(world.people[Role.READ_ONLY]).get(f"/api/v1/assets/{world.asset.pk}/download/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; {value}"
    assert "X-Evil" not in answer.headers


# What an error tells


def test_an_error_on_our_side_tells_no_secret(world, owner, monkeypatch, caplog):
    def broken(*_args, **_more):
        raise RuntimeError(f"{settings.SECRET_KEY} /srv/private")

    monkeypatch.setattr("apps.catalog.api.products.create_product", broken)
    with caplog.at_level(logging.DEBUG):
        answer = owner.post(
            PRODUCTS, {"name": "Coat", "style_code": "X"}, HTTP_AUTHORIZATION="Bearer secret-token"
        )
    refused(answer, 500, "server.error")
    said = answer.content.decode()
    assert settings.SECRET_KEY not in said
    assert "/srv/private" not in said
    assert answer.json()["meta"]["request_id"] in said
    assert "secret-token" not in caplog.text


def test_a_password_is_in_no_log_and_no_answer(world, api, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = api().post("/api/v1/auth/token/", {"username": "x", "password": "my hidden word"})
    assert answer.status_code == 401
    assert "my hidden word" not in caplog.text + answer.content.decode()


# Who the studio believes it is


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_SSL": "on"},
        {"HTTP_X_FORWARDED_PORT": "666"},
        {"HTTP_FORWARDED": "host=evil.example;proto=https"},
        {"HTTP_X_ORIGINAL_URL": "/evil", "HTTP_X_REWRITE_URL": "/evil"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_public_addresses_are_not_what_a_header_says(world, client, headers):
    for address in ("/showcase/feed.json", "/showcase/", f"/showcase/{world.product.slug}/"):
        plain = client.get(address).content.decode()
        spoofed = client.get(address, **headers).content.decode()
        assert spoofed == plain, address


@override_settings(ALLOWED_HOSTS=["studio.example"])
def test_a_host_that_is_not_ours_is_refused(world, client):
    assert client.get("/showcase/feed.json", HTTP_HOST="evil.example").status_code == 400
    answer = client.get("/api/v1/products/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "request.malformed"


def test_the_server_takes_no_proxys_word():
    from apps.jobs.main_job.studio import server_configuration

    configuration = server_configuration()
    configuration.load()
    assert "ProxyHeaders" not in type(configuration.loaded_app).__name__
    assert configuration.proxy_headers is False
