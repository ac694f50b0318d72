import pytest

from apps.accounts.models import Team, User
from apps.accounts.people import create_person
from apps.accounts.roles import Role
from skyy.api.errors import Code, Problem

GOOD = "a long walk at night"


@pytest.mark.django_db
def test_a_person_joins_with_a_hashed_password_in_the_default_team():
    person = create_person("ada", "ada@example.com", GOOD, Role.API_USER)
    kept = User.objects.get(username="ada")
    assert kept == person
    assert kept.password != GOOD
    assert kept.check_password(GOOD)
    assert kept.team == Team.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "staff", "superuser"),
    [
        (Role.READ_ONLY, False, False),
        (Role.API_USER, False, False),
        (Role.DEVELOPER, False, False),
        (Role.ADMIN, True, False),
        (Role.SUPER_ADMIN, True, True),
    ],
)
def test_only_producers_and_owners_open_the_admin(role, staff, superuser):
    person = create_person("ada", "", GOOD, role)
    assert (person.is_staff, person.is_superuser) == (staff, superuser)


@pytest.mark.django_db
def test_a_name_that_is_taken_is_a_conflict():
    create_person("ada", "", GOOD, Role.API_USER)
    with pytest.raises(Problem) as refused:
        create_person("ada", "", GOOD, Role.SUPER_ADMIN)
    assert refused.value.code == Code.CONFLICT
    assert User.objects.get().role == Role.API_USER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "email", "password", "field"),
    [
        ("", "", GOOD, "username"),
        ("a b", "", GOOD, "username"),
        ("x" * 151, "", GOOD, "username"),
        ("ada", "nowhere", GOOD, "email"),
        ("ada", "", "short", "password"),
        ("ada", "", "12345678901", "password"),
    ],
)
def test_what_does_not_fit_is_named_by_field_and_leaves_nobody(username, email, password, field):
    with pytest.raises(Problem) as refused:
        create_person(username, email, password, Role.API_USER)
    assert refused.value.code == Code.REQUEST_INVALID
    assert field in refused.value.fields
    assert not User.objects.exists()
