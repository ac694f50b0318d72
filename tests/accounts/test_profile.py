from apps.accounts.models import User
from apps.accounts.roles import Role

PASSWORD = "a long walk at night"


def test_the_page_shows_the_role_in_words(client, rosa):
    client.force_login(rosa)
    page = client.get("/profile/").content.decode()
    assert "Reviewer" in page
    assert "developer" not in page


def test_one_may_change_the_name_and_never_the_role(client, rosa):
    client.force_login(rosa)
    answer = client.post(
        "/profile/",
        {
            "first_name": "Rosa",
            "last_name": "Lind",
            "role": Role.SUPER_ADMIN,
            "is_superuser": "on",
        },
    )
    assert answer.status_code == 302
    kept = User.objects.get(pk=rosa.pk)
    assert kept.get_full_name() == "Rosa Lind"
    assert (kept.role, kept.is_superuser) == (Role.DEVELOPER, False)


def test_an_address_that_is_none_is_said_beside_the_field(client, rosa):
    client.force_login(rosa)
    answer = client.post("/profile/email/", {"email": "nowhere", "password": PASSWORD})
    assert answer.status_code == 422
    assert "email" in answer.context["address_form"].errors
    assert User.objects.get(pk=rosa.pk).email == "rosa@example.com"


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, rosa):
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(rosa)
    client.force_login(rosa)
    new = "another walk at noon"
    sent = {"old_password": PASSWORD, "password": new, "again": new}
    assert client.post("/profile/password/", sent).status_code == 302
    assert client.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    assert User.objects.get(pk=rosa.pk).check_password(new)
