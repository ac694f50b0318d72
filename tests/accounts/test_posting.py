"""E-mails are rows until a mail server took them: none is lost, none holds up a request."""

import logging
import smtplib
from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts import mail, posting
from apps.accounts.models import Letter, LetterKind
from apps.accounts.models.audit_entry import AuditEntry
from apps.jobs.runtime.chores import chores
from tests.accounts.letters import sent_letters

LOST = "/api/v1/auth/password/lost/"
AWAY = [
    ConnectionRefusedError("nobody at mail.example"),
    TimeoutError("timed out"),
    smtplib.SMTPServerDisconnected("bye"),
    smtplib.SMTPAuthenticationError(535, b"no"),
    smtplib.SMTPConnectError(421, b"later"),
    # The house's own name is wrong, which somebody will notice.
    smtplib.SMTPSenderRefused(550, b"not from here", "skyy@localhost"),
    smtplib.SMTPRecipientsRefused({"rosa@example.com": (554, b"relaying denied")}),
    smtplib.SMTPDataError(554, b"too much today"),
]


@pytest.fixture
def server(monkeypatch):
    """A mail server that says what ``answers`` holds, in turn, and then takes everything."""
    answers: list[Exception] = []
    send = outgoing.EmailMultiAlternatives.send

    def answer(message, **options):
        if answers:
            raise answers.pop(0)
        return send(message, **options)

    monkeypatch.setattr(outgoing.EmailMultiAlternatives, "send", answer)
    return answers


def ask(email="rosa@example.com"):
    return APIClient().post(LOST, {"email": email})


def wait(span=posting.LONGEST_WAIT):
    """As much time goes by."""
    for letter in Letter.objects.all():
        Letter.objects.filter(pk=letter.pk).update(due_at=letter.due_at - span)


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
def test_a_mail_server_that_is_away_loses_nothing(rosa, server, error):
    server.extend([error] * 3)
    assert ask().status_code == 202
    for _outage in range(3):
        assert not sent_letters()
        wait()
    assert [message.to for message in sent_letters()] == [["rosa@example.com"]]
    assert not Letter.objects.exists()
    # It was asked for once, however often it was tried.
    assert AuditEntry.objects.filter(happening="account.password_asked").count() == 1


def test_it_is_tried_ever_more_rarely(rosa, server):
    server.extend([TimeoutError()] * 12)
    mail.write(rosa.email, "password_changed", name="Rosa")
    spans = []
    for _time in range(8):
        before = timezone.now()
        posting.tick()
        # Nothing before its time.
        posting.tick()
        due_at = Letter.objects.get().due_at
        spans.append(round((due_at - before).total_seconds()))
        wait(due_at - timezone.now() + timedelta(seconds=1))
    assert spans == [30, 60, 120, 240, 480, 900, 900, 900]


def test_an_outage_is_noticed_once_and_not_by_each_letter(rosa, server):
    for _number in range(5):
        mail.write(rosa.email, "password_changed", name="Rosa")
    server.extend([TimeoutError()] * 5)
    posting.tick()
    assert len(server) == 4
    posting.tick()
    assert len(server) == 4


def test_one_letter_that_is_refused_holds_up_no_other(rosa, server):
    mail.write("full@example.com", "password_changed", name="Full")
    mail.write("nobody@example.com", "password_changed", name="Nobody")
    mail.write(rosa.email, "password_changed", name="Rosa")
    server.append(smtplib.SMTPRecipientsRefused({"full@example.com": (452, b"mailbox full")}))
    server.append(smtplib.SMTPRecipientsRefused({"nobody@example.com": (550, b"no such user")}))
    assert [message.to for message in sent_letters()] == [[rosa.email]]
    # Who may take it later gets it later; who never will is not asked again.
    wait()
    assert [message.to for message in sent_letters()[1:]] == [["full@example.com"]]
    assert not Letter.objects.exists()


def test_what_never_goes_is_given_up_in_the_end(rosa, server, caplog):
    server.append(TimeoutError())
    ask()
    posting.tick()
    wait()
    Letter.objects.update(created_at=timezone.now() - posting.GIVEN_UP_AFTER)
    assert not sent_letters()
    assert not Letter.objects.exists()
    assert "given up" in caplog.text


def test_it_stands_or_falls_with_what_it_is_about(rosa):
    with transaction.atomic():
        mail.write(rosa.email, "password_changed", name="Rosa")
        transaction.set_rollback(True)
    assert not sent_letters()


def test_two_senders_send_one_letter_once(rosa, monkeypatch):
    mail.write(rosa.email, "password_changed", name="Rosa")
    composed, inside = mail.composed, []

    def meanwhile(**said):
        # Another one looks while the first is at the mail server.
        inside.append(posting.tick())
        return composed(**said)

    monkeypatch.setattr(mail, "composed", meanwhile)
    assert len(sent_letters()) == 1
    assert inside == [False]


def test_a_sender_that_died_is_followed_by_another(rosa, monkeypatch):
    mail.write(rosa.email, "password_changed", name="Rosa")

    def dies(**_said):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mail, "composed", dies)
        with pytest.raises(KeyboardInterrupt):
            posting.tick()
    assert not sent_letters()
    wait()
    assert len(sent_letters()) == 1


@pytest.mark.parametrize("page", ["/password/lost/", "/register/"])
def test_a_request_does_the_same_for_who_is_here_and_who_is_not(rosa, server, page):
    server.append(AssertionError("no request talks to a mail server"))

    def work(email):
        with CaptureQueriesContext(connection) as asked:
            answer = Client().post(page, {"email": email})
        said = [query["sql"].split(" ")[:1] for query in asked]
        return answer.status_code, answer.content, said

    assert work("rosa@example.com") == work("nora@example.com")
    assert Letter.objects.count() == 2


def test_rows_and_logs_hold_no_link_and_no_address(rosa, server, caplog):
    caplog.set_level(logging.DEBUG)
    said = "<rosa@example.com> https://x.example/?token=eyJhbGciOi"
    server.extend([smtplib.SMTPDataError(451, said.encode()), ConnectionResetError(said)])
    ask()
    for _time in range(3):
        kept = str(list(Letter.objects.values_list()))
        assert "rosa" not in kept
        assert "token" not in kept
        posting.tick()
        wait()
    (message,) = outgoing.outbox
    assert "token=" in message.body
    token = message.body.split("token=")[1].split()[0]
    posted = [record for record in caplog.records if record.name == posting.__name__]
    assert len(posted) == 2
    for record in caplog.records:
        assert "rosa@" not in record.getMessage()
        assert token not in record.getMessage()
        assert "eyJhbGciOi" not in record.getMessage()


def test_a_letter_sealed_with_another_key_is_given_up(rosa, settings, caplog):
    ask()
    settings.SECRET_KEY = settings.SECOND_FACTOR_KEY = "another key than before"
    assert not sent_letters()
    assert not Letter.objects.exists()
    assert "another key" in caplog.text


def test_a_house_without_a_mail_server_keeps_no_letters(rosa, settings):
    settings.MAIL_AVAILABLE = False
    mail.write(rosa.email, "password_changed", name="Rosa")
    assert not Letter.objects.exists()


def test_whoever_leads_sends_them_within_seconds():
    mails = {chore.name: chore for chore in chores()}["mail"]
    assert mails.function is posting.tick
    assert mails.interval <= 5


def test_every_wish_is_known():
    assert set(posting.WISHES) == set(LetterKind) - {LetterKind.MESSAGE}
