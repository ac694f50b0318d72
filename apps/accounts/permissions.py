"""Which role may do what: the one table that pages, API, sockets and admin ask."""

from collections.abc import Mapping
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser

from .models import User
from .roles import Role


class Action(StrEnum):
    """What can be done; seeing an object is another question, answered by ``visible_to``."""

    OWN_ACCOUNT = "own_account"
    READ = "read"
    UPLOAD = "upload"
    EDIT_ASSETS = "edit_assets"
    DELETE_ASSETS = "delete_assets"
    EDIT_COLLECTIONS = "edit_collections"
    EDIT_RIGHTS = "edit_rights"
    EDIT_PRODUCTS = "edit_products"
    EDIT_CLIENTS = "edit_clients"
    CREATE_JOBS = "create_jobs"
    CONTROL_JOBS = "control_jobs"
    REVIEW = "review"
    PUBLISH = "publish"
    EDIT_BUDGETS = "edit_budgets"
    OPERATE = "operate"
    READ_AUDIT = "read_audit"
    ADMINISTER = "administer"


LEAST_ROLE: Mapping[Action, Role] = {
    Action.OWN_ACCOUNT: Role.READ_ONLY,
    Action.READ: Role.READ_ONLY,
    Action.UPLOAD: Role.API_USER,
    Action.EDIT_ASSETS: Role.API_USER,
    Action.DELETE_ASSETS: Role.DEVELOPER,
    Action.EDIT_COLLECTIONS: Role.ADMIN,
    Action.EDIT_RIGHTS: Role.ADMIN,
    Action.EDIT_PRODUCTS: Role.API_USER,
    Action.EDIT_CLIENTS: Role.ADMIN,
    Action.CREATE_JOBS: Role.API_USER,
    Action.CONTROL_JOBS: Role.API_USER,
    Action.REVIEW: Role.DEVELOPER,
    Action.PUBLISH: Role.ADMIN,
    Action.EDIT_BUDGETS: Role.ADMIN,
    Action.OPERATE: Role.ADMIN,
    Action.READ_AUDIT: Role.ADMIN,
    Action.ADMINISTER: Role.SUPER_ADMIN,
}


def may(user: User | AnonymousUser | None, action: Action) -> bool:
    """Whether this user's role allows ``action`` at all (on objects they may see).

    Staff who still owe the house a second factor may do nothing but set one up.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    if user.lacks_second_factor and action is not Action.OWN_ACCOUNT:
        return False
    return Role(user.role).includes(LEAST_ROLE[action])
