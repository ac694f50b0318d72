"""Which network addresses are anybody's: for whatever goes out to an address somebody gave."""

from ipaddress import IPv4Address, IPv6Address, ip_network

# Addresses that are global by the registries and yet lead to another, embedded one.
_EMBEDDING = tuple(
    ip_network(network)
    for network in ("::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is a public unicast address.

    One with another inside (IPv4-mapped, NAT64, Teredo, 6to4) is not: what is inside could be
    anything.
    """
    if any(address in network for network in _EMBEDDING if network.version == address.version):
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )
