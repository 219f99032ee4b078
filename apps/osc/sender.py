"""Sends frames by UDP to whoever listens there."""

import contextlib
import re
import socket
from collections.abc import Iterable
from typing import NamedTuple

from pythonosc.osc_message import OscMessage

from apps.osc.messages import frame_bundles
from engine.poses import OutputError, PoseFrame, UsageError

_ADDRESS = re.compile(r"(?:\[(?P<six>[^\[\]\s]+)\]|(?P<host>[^:\[\]\s]+)):(?P<port>[0-9]{1,5})")


class Address(NamedTuple):
    """Where a program listens."""

    host: str
    port: int


def parse_address(text: str) -> Address:
    """The address that ``host:port`` or ``[IPv6]:port`` names; :class:`UsageError` for others."""
    match = _ADDRESS.fullmatch(text)
    if match is None or not 0 < int(match["port"]) < 65536:
        raise UsageError(
            f"cannot send OSC to {text!r}: write HOST:PORT, such as 127.0.0.1:9000 or [::1]:9000"
        )
    return Address(match["six"] or match["host"], int(match["port"]))


class FrameSender:
    """Sends to ``address`` and never waits for anybody.

    Whether somebody listens is not known, and what the network does not take is lost. Raises
    :class:`UsageError` for what is no address, and :class:`OutputError` for a host that cannot be
    found.
    """

    def __init__(self, address: str) -> None:
        self._socket, self._target = _open(parse_address(address))
        self._start: float | None = None

    def send_frame(self, frame: PoseFrame, others: Iterable[OscMessage] = ()) -> None:
        """Send ``frame``, and ``others`` with it, timed from the first frame that was sent.

        Time begins again where a file starts over.
        """
        if self._start is None or frame.time < self._start:
            self._start = frame.time
        for packet in frame_bundles(frame, frame.time - self._start, others):
            self.send(packet)

    def send(self, packet: bytes) -> None:
        """Send one bundle."""
        # A cable that is out or a full buffer is for the network to mend; the next frame is newer.
        with contextlib.suppress(OSError):
            self._socket.sendto(packet, self._target)

    def close(self) -> None:
        """Send nothing more; closing twice is harmless."""
        self._socket.close()


def _open(address: Address) -> tuple[socket.socket, tuple[object, ...]]:
    """A socket, and where it is to send to."""
    try:
        found = socket.getaddrinfo(*address, type=socket.SOCK_DGRAM)
        # Most programs listen to IPv4 only, also on a host that has both.
        family, kind, protocol, _, target = min(found, key=lambda one: one[0] != socket.AF_INET)
        opened = socket.socket(family, kind, protocol)
        opened.setblocking(False)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(
            f"cannot send OSC to {address.host} port {address.port}: {reason}; "
            "check the address and the network"
        ) from error
    return opened, target
