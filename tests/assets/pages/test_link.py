"""A link that is made when it is asked for, and hands the file out to whoever has it."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.test import Client

from apps.accounts.roles import Role
from tests.assets.pictures import jpeg


def test_a_stranger_with_the_link_gets_the_original(browser, person, make_asset):
    asset = make_asset(filename="Black tote.jpg")
    page = browser(person(Role.READ_ONLY)).post(f"/library/{asset.pk}/link/").content.decode()
    shown = re.search(r'id="made-link"[^>]*value="([^"]+)"', page, re.DOTALL)
    assert shown
    answer = Client().get(urlsplit(unescape(shown[1])).path)
    assert answer.status_code == 200
    assert b"".join(answer) == jpeg()
    assert "attachment" in answer["Content-Disposition"]


def test_inside_a_page_only_its_part_is_answered_and_never_stored(browser, contributor, make_asset):
    address = f"/library/{make_asset().pk}/link/"
    answer = browser(contributor).post(address, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "data-copy-now" in page
    assert "<html" not in page
    assert "no-store" in answer["Cache-Control"]
    assert browser(contributor).get(address).status_code == 405
