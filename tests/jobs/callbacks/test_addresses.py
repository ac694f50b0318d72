import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.jobs.callbacks.addresses import check
from apps.jobs.callbacks.networks import may_reach
from skyy.api.errors import Code, Problem

PUBLIC = "93.184.216.34"


def public(_host, _port):
    return [PUBLIC]


def refused(address, resolver=public):
    with pytest.raises(Problem) as problem:
        check(address, resolver)
    assert problem.value.code == Code.CALLBACK_REFUSED
    assert problem.value.fields["callback_url"]
    return problem.value.message


def test_an_https_address_with_a_public_host_is_taken():
    target = check("https://hooks.example/skyy?of=house", public)
    assert (target.port, target.addresses) == (443, [PUBLIC])


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example/",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "hooks.example",
        "//hooks.example/",
        "https://",
        "https:///path",
        "https://user@hooks.example/",
        "https://user:pass@hooks.example/",
        "https://hooks.example@evil.example/",
        "https://hooks.example\\@evil.example/",
        "https://hooks.example/#part",
        "https://hooks.example:22/",
        "https://hooks.example:99999/",
        "https://hooks.example:x/",
        "https://hooks .example/",
        "https://hooks.example/\r\nX-Evil: 1",
        "https://hooks.example/\x00",
        "https://hööks.example/",
        "https://[::1/",
        "https://hooks.example/" + "a" * 2000,
    ],
)
def test_an_address_of_another_form_is_refused(address):
    refused(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::7f00:1",
        "not an address",
    ],
)
def test_addresses_that_are_not_public_are_refused(address):
    assert not may_reach(address)
    refused("https://hooks.example/", lambda _host, _port: [address])


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    refused("https://hooks.example/", lambda _host, _port: [PUBLIC, "10.0.0.1"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "localhost", "[::1]", "127.1"]
)
def test_this_machine_is_refused_in_every_spelling(host):
    refused(f"https://{host}/", None)


def test_a_host_without_an_address_is_refused():
    def nothing(_host, _port):
        raise OSError("no such name")

    assert "no address" in refused("https://hooks.example/", nothing)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_address_is_ever_public(address):
    assert not may_reach(str(address))


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_refused_whatever_it_maps(address):
    assert not may_reach(str(ipaddress.IPv6Address(f"::ffff:{address}")))
