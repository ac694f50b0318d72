"""Which network addresses a callback may go to."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

IPAddress = IPv4Address | IPv6Address

# Addresses that are global by the registries and yet lead to another, embedded one.
_EMBEDDING = tuple(
    ip_network(network)
    for network in ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)


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
    return _is_allowed(found) or _is_public(found)


def _is_public(address: IPAddress) -> bool:
    if any(address in network for network in _EMBEDDING if network.version == address.version):
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )


def _is_allowed(address: IPAddress) -> bool:
    networks = settings.CONFIGURATION.callback_allowed_networks
    return any(address in network for network in networks if network.version == address.version)
