from ipaddress import ip_network

import pytest

from tests.jobs.callbacks.receiver import Receiver

NAME = "hooks.example"


@pytest.fixture
def configured(settings):
    """Change the configuration for one test."""

    def change(**values):
        settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=values)

    return change


@pytest.fixture
def receiver(configured):
    """A receiver that callbacks are let through to."""
    with Receiver() as made:
        configured(
            callback_allow_http=True,
            callback_ports=[made.port],
            callback_allowed_networks=[ip_network("127.0.0.1/32")],
        )
        yield made


@pytest.fixture
def here():
    """Every name is this machine."""
    return lambda _host, _port: ["127.0.0.1"]


@pytest.fixture
def told_job(job, contributor, receiver):
    """A job somebody wants to hear of."""

    def make(path="/hook"):
        return job(contributor, callback_url=f"http://{NAME}:{receiver.port}{path}")

    return make
