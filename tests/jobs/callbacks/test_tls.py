"""The connection goes to the checked address; the name is what the certificate is asked for."""

import ssl
from ipaddress import ip_network

import httpx
import pytest
import trustme

from apps.jobs.callbacks import sending
from apps.jobs.callbacks.delivering import deliver_due
from apps.jobs.engine import control
from apps.jobs.models import CallbackDelivery, DeliveryStatus
from tests.jobs.callbacks.receiver import Receiver


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def told(job, contributor, configured, monkeypatch):
    """Send a callback to hooks.example, whose server has a certificate for ``name``."""

    def send(name, issuer, trusted):
        asked = []
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issuer.issue_cert(name).configure_cert(server)
        server.sni_callback = lambda _socket, sni, _context: asked.append(sni)
        client = httpx.create_ssl_context(trust_env=False)
        trusted.configure_trust(client)
        monkeypatch.setattr(sending, "_tls", lambda: client)
        with Receiver(tls=server) as receiver:
            configured(
                callback_ports=[receiver.port],
                callback_allowed_networks=[ip_network("127.0.0.1/32")],
            )
            made = job(contributor, callback_url=f"https://hooks.example:{receiver.port}/hook")
            control.cancel(made)
            CallbackDelivery.objects.update(next_at=made.created_at)
            assert deliver_due(resolver=lambda *_: ["127.0.0.1"]) == 1
            return made.callbacks.get(), receiver.heard, asked

    return send


def test_the_certificate_of_the_name_is_taken_at_the_pinned_address(told, authority):
    delivery, heard, asked = told("hooks.example", authority, authority)
    assert delivery.status == DeliveryStatus.DELIVERED, delivery.last_error
    assert asked == ["hooks.example"]
    assert heard[0].headers["host"].startswith("hooks.example:")


def test_the_certificate_of_another_name_is_refused(told, authority):
    delivery, heard, _ = told("other.example", authority, authority)
    assert (delivery.status, heard) == (DeliveryStatus.PENDING, [])
    assert "certificate" in delivery.last_error


def test_a_certificate_nobody_vouches_for_is_refused(told, authority):
    delivery, heard, _ = told("hooks.example", trustme.CA(), authority)
    assert (delivery.status, heard) == (DeliveryStatus.PENDING, [])
    assert "certificate" in delivery.last_error
