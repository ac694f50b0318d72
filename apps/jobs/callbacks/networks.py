"""Which network addresses a callback may go to."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings

from skyy.public_addresses import is_public

IPAddress = IPv4Address | IPv6Address


def may_reach(address: str) -> bool:
    """Whether a callback may be sent to this IP address.

    Public unicast addresses only. An address with another one inside (IPv4-mapped, NAT64, Teredo,
    6to4) is refused as it stands: what is inside could be anything.
    ``SKYY_CALLBACK_ALLOWED_NETWORKS`` lets others through.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return _is_allowed(found) or is_public(found)


def _is_allowed(address: IPAddress) -> bool:
    networks = settings.CONFIGURATION.callback_allowed_networks
    return any(address in network for network in networks if network.version == address.version)
