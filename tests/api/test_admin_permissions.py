"""Every view and action of the Django admin, every role: what ``admin_permission_table`` says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, reverse
from django.urls.resolvers import URLResolver

from tests.api.admin_permission_table import ACTIONS, ADMIN, SITE
from tests.api.conftest import SIGNED_IN, World

EVERYBODY = ["anonymous", *SIGNED_IN]
OF_A_MODEL = {"changelist", "add", "change", "delete", "history"}
DOOR = "/admin/login/?next="


@contextmanager
def knocking(world: World, who: str) -> Iterator[Client]:
    """A browser of theirs; what it does is taken back."""
    browser = Client()
    with transaction.atomic():
        if who in world.people:
            browser.force_login(world.people[who])
        yield browser
        transaction.set_rollback(True)


def outcome(answer: Any) -> str:
    if answer.status_code == 302 and answer.headers["Location"].startswith(DOOR):
        return "in"
    return str(answer.status_code)


@pytest.mark.parametrize("line", ADMIN, ids=lambda line: line[0])
def test_the_admin_shows_and_changes_what_the_table_says(world, line):
    model, row, expected = line
    found = [_letters(world, who, model, world.rows[row]) for who in EVERYBODY]
    assert dict(zip(EVERYBODY, found, strict=True)) == dict(
        zip(EVERYBODY, expected.split(), strict=True)
    )


def _letters(world: World, who: str, model: str, row: Any) -> str:
    place = f"admin:{model.replace('.', '_')}"
    with knocking(world, who) as browser:
        done = {
            "s": _sees(browser, place, row.pk),
            "a": _adds(browser, place),
            "c": _changes(browser, place, row.pk),
            "d": _deletes(browser, place, row),
        }
    if set(done.values()) == {"in"}:
        return "in"
    letters = "".join(letter for letter, code in done.items() if code == "200")
    # Refused, or led away from what is not there.
    assert {code for code in done.values() if code != "200"} <= {"302", "403"}, (who, done)
    return letters or "-"


def _sees(browser: Client, place: str, pk: Any) -> str:
    """Page, history and list tell the same story."""
    page = outcome(browser.get(reverse(f"{place}_change", args=[pk])))
    assert outcome(browser.get(reverse(f"{place}_history", args=[pk]))) == page
    listed = browser.get(reverse(f"{place}_changelist"))
    rows = listed.context["cl"].queryset if listed.context and "cl" in listed.context else []
    assert (page == "200") == (pk in {found.pk for found in rows})
    return page


def _adds(browser: Client, place: str) -> str:
    address = reverse(f"{place}_add")
    page = outcome(browser.get(address))
    # The form again, with what it lacks.
    assert outcome(browser.post(address, {})) == page
    return page


def _changes(browser: Client, place: str, pk: Any) -> str:
    """200 is the form again, with what it lacks, or saved."""
    address = reverse(f"{place}_change", args=[pk])
    answer = browser.post(address, {"_continue": "1"})
    saved = answer.status_code == 302 and answer.headers["Location"] == address
    return "200" if saved else outcome(answer)


def _deletes(browser: Client, place: str, row: Any) -> str:
    address = reverse(f"{place}_delete", args=[row.pk])
    page = outcome(browser.get(address))
    if page != "200":
        assert outcome(browser.post(address, {"post": "yes"})) == page
        assert type(row)._base_manager.filter(pk=row.pk).exists()
    return page


@pytest.mark.parametrize("line", SITE, ids=lambda line: f"{line[0]} {line[1]}")
def test_the_other_addresses_of_the_admin_do_what_the_table_says(world, line):
    name, method, row, expected = line
    arguments: dict[str, Any] = {"app_list": {"app_label": row}}.get(name, {})
    if name == "view_on_site":
        arguments = {"content_type_id": 1, "object_id": world.rows[row].pk}
    elif row and not arguments:
        arguments = {"id": world.rows[row].pk}
    address = reverse(f"admin:{name}", kwargs=arguments)
    found = []
    for who in EVERYBODY:
        with knocking(world, who) as browser:
            found.append(outcome(browser.generic(method, address)))
    assert dict(zip(EVERYBODY, found, strict=True)) == dict(
        zip(EVERYBODY, expected.split(), strict=True)
    )


def test_every_address_of_the_admin_has_its_row():
    """Read from the URL configuration: models from their rows, the rest by name."""
    of_models = {
        f"{model.replace('.', '_')}_{view}"
        for model, _row, _expected in ADMIN
        for view in OF_A_MODEL
    }
    found = set(_names(admin.site.urls[0]))
    assert found == of_models | {name for name, *_rest in SITE}


def _names(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        # Without a name: an old address of a row that leads on, and what is nowhere else.
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_action_is_offered_to_whom_the_table_says(world):
    offered: dict[tuple[str, str], set[str]] = {}
    for who, person in world.people.items():
        request = RequestFactory().get("/admin/")
        request.user = person
        for model, shown in admin.site._registry.items():
            if not (person.is_staff and shown.has_view_permission(request)):
                continue
            for action in shown.get_actions(request):
                offered.setdefault((model._meta.label_lower, action), set()).add(who)
    assert offered == {(model, action): whom for model, action, whom in ACTIONS}


@pytest.mark.parametrize("line", ACTIONS, ids=lambda line: f"{line[0]} {line[1]}")
def test_an_action_does_nothing_to_a_row_that_is_not_ones_own(world, line):
    """A stranger sends the row's id by hand; so does whoever is not offered the action."""
    model, action, whom = line
    row = world.rows[next(row for name, row, _expected in ADMIN if name == model)]
    shared = model == "catalog.shotrequirement"
    address = reverse(f"admin:{model.replace('.', '_')}_changelist")
    sent = {"action": action, "_selected_action": [str(row.pk)], "post": "yes"}
    as_it_is = type(row)._base_manager.filter(pk=row.pk).values()
    for who in set(EVERYBODY) - ((whom - {"stranger"}) | ({"stranger"} if shared else set())):
        with knocking(world, who) as browser:
            before = as_it_is.get()
            browser.post(address, sent)
            assert as_it_is.get() == before, who
