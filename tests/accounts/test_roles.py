"""The role table, written out by hand: a change of it must be meant."""

import pytest
from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.accounts.permissions import Action, may
from apps.accounts.roles import Role

# Columns: Viewer, Contributor, Reviewer, Producer, Owner.
TABLE = {
    Action.OWN_ACCOUNT: "yyyyy",
    Action.READ: "yyyyy",
    Action.UPLOAD: "-yyyy",
    Action.EDIT_ASSETS: "-yyyy",
    Action.DELETE_ASSETS: "--yyy",
    Action.EDIT_COLLECTIONS: "---yy",
    Action.EDIT_RIGHTS: "---yy",
    Action.EDIT_PRODUCTS: "-yyyy",
    Action.EDIT_CLIENTS: "---yy",
    Action.CREATE_JOBS: "-yyyy",
    Action.CONTROL_JOBS: "-yyyy",
    Action.REVIEW: "--yyy",
    Action.PUBLISH: "---yy",
    Action.EDIT_BUDGETS: "---yy",
    Action.OPERATE: "---yy",
    Action.READ_AUDIT: "---yy",
    Action.ADMINISTER: "----y",
}
ROLES = [Role.READ_ONLY, Role.API_USER, Role.DEVELOPER, Role.ADMIN, Role.SUPER_ADMIN]


def test_every_action_stands_in_the_table():
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("action", list(Action))
def test_each_role_may_do_what_the_table_says(action):
    said = "".join("y" if may(User(role=role), action) else "-" for role in ROLES)
    assert said == TABLE[action]


@pytest.mark.parametrize("action", list(Action))
def test_strangers_and_deactivated_people_may_do_nothing(action):
    assert not may(AnonymousUser(), action)
    assert not may(None, action)
    assert not may(User(role=Role.SUPER_ADMIN, is_active=False), action)


def test_people_see_the_words_and_not_the_stored_names():
    assert [str(role.label) for role in ROLES] == [
        "Viewer",
        "Contributor",
        "Reviewer",
        "Producer",
        "Owner",
    ]
