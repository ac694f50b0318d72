"""The component templates, through Django's template engine."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from apps.accounts.models import User
from apps.assets.models.asset import AssetStatus
from apps.catalog.models.publication import PublicationStatus
from apps.jobs.models.job import JobStatus
from apps.jobs.models.review import ReviewStatus
from apps.jobs.models.step import StepStatus

STATUSES = [
    *[("", str(status)) for status in (*JobStatus, *StepStatus, *PublicationStatus)],
    *[("asset", str(status)) for status in AssetStatus],
    *[("review", str(status)) for status in ReviewStatus],
]


@pytest.mark.parametrize(("kind", "status"), STATUSES)
def test_every_status_has_an_icon_and_a_word(kind: str, status: str) -> None:
    html = render_to_string("components/status_badge.html", {"status": status, "kind": kind})
    word = re.sub(r"<[^>]+>", "", html).strip()
    assert word
    assert word != status, "a status without words of its own shows its name in the database"
    assert re.search(r"sprite\.svg#[a-z-]+\"", html)


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_no_context(name: str) -> None:
    assert "<h1>" in render_to_string(name)


def test_pictures_offer_the_smaller_formats_first_and_keep_their_place() -> None:
    renditions = [
        {"url": f"/m/{kind}-{width}", "width": width, "height": width * 2, "media_type": kind}
        for kind in ("image/jpeg", "image/webp", "image/avif")
        for width in (400, 1200)
    ]
    html = render_to_string("components/picture.html", {"renditions": renditions, "alt": "Front"})
    assert re.findall(r'type="([^"]+)"', html) == ["image/avif", "image/webp", "image/jpeg"]
    assert "/m/image/avif-400 400w, /m/image/avif-1200 1200w" in html
    assert 'src="/m/image/jpeg-400" width="400" height="800" alt="Front"' in html


def test_names_are_escaped_everywhere() -> None:
    name = '"><script>alert(1)</script>'
    cases: dict[str, dict[str, Any]] = {
        "tile": {"name": name, "status": "failed", "href": name},
        "progress": {"label": name, "done": 1, "total": 2},
        "toast": {"text": name, "tone": "error"},
        "empty_state": {"title": name, "text": name},
        "picture": {
            "renditions": [{"url": name, "width": 1, "height": 1, "media_type": name}],
            "alt": name,
        },
    }
    for template, context in cases.items():
        assert "<script>" not in render_to_string(f"components/{template}.html", context)


@pytest.mark.parametrize("template", ["base.html", "plate_base.html", "public_base.html"])
def test_pages_carry_no_inline_script_or_style(template: str) -> None:
    html = render_to_string(template, {"user": None})
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_who_is_not_signed_in_is_led_to_what_is_public() -> None:
    for user, address in ((AnonymousUser(), "/showcase/"), (User(username="a"), "/")):
        page = render_to_string("404.html", {"user": user})
        assert f'href="{address}"' in page
