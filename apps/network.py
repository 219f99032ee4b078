"""The local network, which live numbers do not leave.

Somebody alone in a zone is seen in its occupancy: no threshold can hide that and keep it live.
"""

import socket
from ipaddress import ip_address, ip_network

from engine.poses import ConfigError, OutputError

_LOCAL = [
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
]
"""Loopback, private and link-local addresses: RFC 1122, 1918, 3927, 4193 and 4291."""


def is_local(address: str) -> bool:
    """Whether ``address``, in numbers, is of this machine or of its local network."""
    ip = ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return any(ip.version == network.version and ip in network for network in _LOCAL)


def local_address(host: str, port: int) -> str:
    """An address of ``host``, in numbers, that is on the local network.

    :class:`OutputError` for a host that is unknown or elsewhere. May take seconds.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"nobody knows a host {host!r}: {reason}; check the name") from error
    addresses = [str(one[4][0]) for one in found]
    if local := next((address for address in addresses if is_local(address)), None):
        return local
    raise OutputError(
        f"{host} is not on the local network, and live numbers stay there: give a host whose"
        " address is private, as 192.168.1.10"
    )


def split_address(text: str) -> tuple[str, int]:
    """The host and the port of ``host:port`` or ``[host]:port``; :class:`ConfigError` otherwise."""
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        raise ConfigError(f"{text!r} is no address: expected host:port, as 127.0.0.1:9100")
    return host.removeprefix("[").removesuffix("]"), int(port)
