"""People in the admin: staff may look, Owners may change, nobody locks themself out."""

import pytest

from apps.accounts.models import User
from apps.accounts.people import create_person
from apps.accounts.roles import Role

PASSWORD = "a long walk at night"


def change(client, person: User, **values):
    sent = {
        "username": person.username,
        "first_name": "",
        "last_name": "",
        "email": person.email,
        "role": person.role,
        "team": str(person.team_id),
        "is_active": "on",
    }
    return client.post(f"/admin/accounts/user/{person.pk}/change/", sent | values)


@pytest.fixture
def producer(db) -> User:
    return create_person("paul", "", PASSWORD, Role.ADMIN)


def test_an_owner_changes_a_role_and_the_doors_follow(client, owner, rosa):
    client.force_login(owner)
    assert change(client, rosa, role=Role.ADMIN).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.role, rosa.is_staff, rosa.is_superuser) == (Role.ADMIN, True, False)


def test_a_producer_sees_people_and_changes_nobody(client, producer, rosa):
    client.force_login(producer)
    assert client.get("/admin/accounts/user/").status_code == 200
    assert change(client, rosa, role=Role.SUPER_ADMIN).status_code == 403
    assert change(client, producer, role=Role.SUPER_ADMIN).status_code == 403
    assert client.get(f"/admin/accounts/user/{rosa.pk}/password/").status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code == 403
    rosa.refresh_from_db()
    assert rosa.role == Role.DEVELOPER


def test_an_owner_cannot_give_up_the_keys_by_mistake(client, owner):
    client.force_login(owner)
    change(client, owner, role=Role.READ_ONLY, is_active="")
    owner.refresh_from_db()
    assert owner.role == Role.SUPER_ADMIN
    assert owner.is_active
    client.post(f"/admin/accounts/user/{owner.pk}/delete/", {"post": "yes"})
    client.post(
        "/admin/accounts/user/",
        {"action": "delete_selected", "_selected_action": [str(owner.pk)], "post": "yes"},
    )
    assert User.objects.filter(pk=owner.pk).exists()


def test_a_person_added_here_has_a_hashed_password(client, owner):
    client.force_login(owner)
    answer = client.post(
        "/admin/accounts/user/add/",
        {
            "username": "new",
            "email": "",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "role": Role.ADMIN,
            "team": str(owner.team_id),
        },
    )
    assert answer.status_code == 302
    person = User.objects.get(username="new")
    assert person.check_password(PASSWORD)
    assert person.is_staff


def test_a_reviewer_does_not_come_in(client, rosa):
    client.force_login(rosa)
    assert client.get("/admin/accounts/user/").status_code == 302


def test_the_lists_open(client, owner):
    client.force_login(owner)
    assert client.get("/admin/accounts/team/").status_code == 200
    assert client.get(f"/admin/accounts/team/{owner.team_id}/change/").status_code == 200
    assert client.get("/admin/accounts/user/?q=owner&role__exact=super_admin").status_code == 200
