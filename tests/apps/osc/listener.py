"""Another program that listens to OSC at a port of this machine."""

import socket
from typing import Any

from pythonosc.osc_bundle import OscBundle

LARGEST_DATAGRAM = 9216
"""Of macOS, without a setting of its own."""


def parsed(packet: bytes) -> list[tuple[str, list[Any]]]:
    """The messages of a bundle: addresses and arguments."""
    return [(message.address, message.params) for message in OscBundle(packet)]


class Listener:
    """Hears what is sent to ``port``, bundle by bundle."""

    def __init__(self, family: socket.AddressFamily = socket.AF_INET) -> None:
        self.socket = socket.socket(family, socket.SOCK_DGRAM)
        self.socket.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        self.socket.settimeout(5)

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    @property
    def address(self) -> str:
        host = self.socket.getsockname()[0]
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    def hear(self) -> list[tuple[str, list[Any]]]:
        """The messages of the next bundle."""
        return parsed(self.socket.recv(65536))

    def notes(self) -> list[tuple[str, list[Any]]]:
        return [(address, params) for address, params in self.hear() if address.endswith("note")]
