"""Whatever the fields of a form hold, a page answers in words and nothing is half written."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from apps.accounts.roles import Role
from tests.api.admin_permission_table import ADMIN
from tests.api.permission_table import PAGES
from tests.api.test_permissions import address_of

FIELDS = re.findall(
    r"\S+",
    """
    asset brief care category collection colors colour_name currency description drop edition email
    file first_name fonts goal homepage key kind last_name material name next note only_new opens
    origin param-edge_shift param-largest_px param-profile param-scale_limit password price priority
    product_url profile reasons season size sku starts_on status style_code swatch tags time_zone
    upscaler username verdict view old_password new_password1 new_password2 examples restrictions
    tone
    """,
)
"""The names of every field of every form of the studio."""

EVIL = {
    "nothing": "",
    "NUL": "a\0b",
    "long": "a" * 50_000,
    "markup": "<b>' \" ;--",
    "number": "9" * 400,
    "exponent": "1e999999",
    "not a number": "NaN",
    "negative": "-1",
    "early": "0001-01-01T00:00",
    "late": "9999-12-31T23:59",
    "an id": "00000000-0000-0000-0000-000000000000",
    "lines": "a\r\nb\x0b\x1b[31m\u2028\u202e",
    "unwritable": b"\xff\xfe\xed\xa0\x80",
}
POSTS = [(route, row) for route, method, row, _expected in PAGES if method == "POST"]


@pytest.mark.parametrize("value", EVIL.values(), ids=EVIL)
def test_a_form_full_of_nonsense_is_no_error_of_ours(world, browser, value):
    client = browser(world.people[Role.SUPER_ADMIN], raise_request_exception=False)
    broken = []
    for route, row in POSTS:
        if route == "accounts:sign_out":
            continue
        for extra in ({}, {"verdict": "approve"}, {"verdict": "reject", "reasons": "other"}):
            if extra and route != "jobs:review_decide":
                continue
            with transaction.atomic():
                answer = client.post(
                    address_of(route, row, world), dict.fromkeys(FIELDS, value) | extra
                )
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                broken.append(f"{route} {extra}")
    assert broken == [], "\n".join(broken)


def test_the_admins_forms_survive_nonsense(world, browser):
    client = browser(world.people[Role.SUPER_ADMIN], raise_request_exception=False)
    # Django's own widget for choosing by typing falls over an id that is none.
    fields = [name for name in FIELDS if name not in {"collection", "tags"}]
    broken = []
    for model, row, *_expected in ADMIN:
        place = f"admin:{model.replace('.', '_')}"
        for name in ("NUL", "number", "unwritable"):
            value = EVIL[name]
            query = {"q": value[:2000], "o": value, "p": value}
            searched = client.get(reverse(f"{place}_changelist"), query)
            changed = client.get(reverse(f"{place}_change", args=[world.rows[row].pk]))
            with transaction.atomic():
                sent = client.post(changed.wsgi_request.path, dict.fromkeys(fields, value))
                transaction.set_rollback(True)
            codes = (searched.status_code, changed.status_code, sent.status_code)
            if max(codes) >= 500:
                broken.append(f"{model} {name} {codes}")
    assert broken == [], "\n".join(broken)
