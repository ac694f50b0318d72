import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from skyy import redaction
from skyy.redaction import HIDDEN, redacted

SECRET = "Zk3!p/q+9 sesame"


@pytest.fixture
def planted(settings):
    """The configuration holds secrets."""
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={
            "callback_secret": SecretStr(SECRET),
            "database_url": SecretStr("postgresql://skyy:p4ssw0rd-x@db/skyy"),
        }
    )
    redaction._known.cache_clear()
    yield
    redaction._known.cache_clear()


@pytest.mark.parametrize(
    "text",
    [
        f"it is {SECRET}",
        f"https://x/?q={redaction.quote(SECRET, safe='')}",
        f"https://x/?q={redaction.quote_plus(SECRET)}",
        "connection to postgresql://skyy:p4ssw0rd-x@db/skyy failed",
        "password p4ssw0rd-x is wrong",
    ],
)
def test_what_the_configuration_holds_is_hidden_wherever_it_stands(planted, text):
    found = redacted(text)
    assert HIDDEN in found
    for secret in (SECRET, "sesame", "p4ssw0rd"):
        assert secret not in found


def test_the_signing_key_is_hidden(settings):
    assert settings.SECRET_KEY not in redacted(f"key is {settings.SECRET_KEY}")


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer OPENSESAME",
        "Authorization: Digest a=1, response=OPENSESAME",
        "authorization=Basic OPENSESAME",
        "{'Authorization': 'Token OPENSESAME', 'Accept': '*/*'}",
        '{"authorization": "OPENSESAME"}',
        "[(b'authorization', b'Bearer OPENSESAME')]",
        "HTTP_AUTHORIZATION: Bearer OPENSESAME",
        "Cookie: sessionid=OPENSESAME; csrftoken=OPENSESAME",
        "{'cookie': 'sessionid=OPENSESAME; a=b'}",
        "Set-Cookie: sessionid=OPENSESAME; HttpOnly",
        "X-CSRFToken: OPENSESAME",
        "X-Api-Key: OPENSESAME",
        "GET /hook?token=OPENSESAME&x=1",
        "GET /x?x=1&api_key=OPENSESAME HTTP/1.1",
        "GET /x?key=OPENSESAME",
        "https://s3/b/k?X-Amz-Signature=OPENSESAME&X-Amz-Credential=OPENSESAME",
        "https://user:OPENSESAME@host/path",
        "redis://:OPENSESAME@redis:6379/0",
        "postgresql://skyy:OPENSESAME@db/skyy",
        "client_secret='OPENSESAME'",
        '{"refresh_token":"OPENSESAME"}',
        "password=OPENSESAME",
        "Provider said: invalid key Bearer OPENSESAME",
        "whsec_OPENSESAMEOPENSESAME",
        "sk-OPENSESAMEOPENSESAME",
        "hf_OPENSESAMEOPENSESAME",
        "eyJhbGciOiJIUzI1NiJ9.OPENSESAME.OPENSESAME",
    ],
)
def test_what_looks_like_a_credential_is_hidden(text):
    assert "OPENSESAME" not in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "Step 01a1f802 was lost with its worker atelier:12",
        "Not Found: /api/v1/jobs/01a1f802-90e6-7421-abae-9510577635c9/",
        "https://hooks.example:8443/skyy?of=house",
        "The key “front” of the plan needs “cutout”",
        "basic idea: a bearer of news",
    ],
)
def test_what_is_no_secret_stays(text):
    assert redacted(text) == text


def test_a_long_text_is_cut():
    assert len(redacted("x" * 10**6)) < 10**5


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through_and_nothing_appears_twice(text):
    once = redacted(text)
    assert redacted(once).count(HIDDEN) >= once.count(HIDDEN) - 1
    json.dumps(once)


@given(st.binary(min_size=12, max_size=40))
def test_a_bearer_token_never_stays(token):
    value = b64encode(token).decode()
    assert value not in redacted(f"sent Authorization: Bearer {value} to the provider")
