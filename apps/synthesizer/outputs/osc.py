"""Music and poses for other programs, by OSC over UDP."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from apps.synthesizer.events import Moment
from apps.synthesizer.outputs.osc_messages import bundles, silence
from apps.synthesizer.outputs.ticker import Ticker
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.sounding import Sounding
from engine.poses import OutputError, UsageError

_WATCH_SECONDS = 0.1

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


class OscSender:
    """An output that sends each moment to ``address`` in one bundle, and never waits for anybody.

    When moments stay away it ends the notes; without ``ticking`` it is up to the caller to call
    :meth:`step` for that. Whether somebody listens is not known. Raises :class:`UsageError` for
    what is no address, and :class:`OutputError` for a host that cannot be found.
    """

    def __init__(
        self,
        address: str,
        settings: SynthesizerSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        ticking: bool = True,
    ) -> None:
        self._socket, self._target = _open(parse_address(address))
        self._clock = clock
        self._lock = threading.Lock()
        self._sounding = Sounding(settings)
        self._slots = len(settings.players)
        self._start: float | None = None
        self._closed = False
        self._ticker = Ticker(self.step, _WATCH_SECONDS) if ticking else None

    def play(self, moment: Moment) -> None:
        """Send ``moment``; what the network does not take is lost."""
        if self._start is None or moment.frame.time < self._start:
            self._start = moment.frame.time
        with self._lock:
            events = self._sounding.play(moment, self._clock())
            for packet in bundles(moment, events, moment.frame.time - self._start, self._slots):
                self._send(packet)

    def change(self, settings: SynthesizerSettings) -> None:
        """End every note and go on with other ``settings``, at the same address."""
        with self._lock:
            self._send(silence(self._sounding.change(settings), self._slots))
            self._slots = len(settings.players)

    def step(self) -> None:
        """End the notes if moments have stayed away for too long."""
        with self._lock:
            if self._sounding.overdue(self._clock()):
                self._send(silence(self._sounding.silence(), self._slots))

    def close(self) -> None:
        """End every note."""
        if self._closed:
            return
        self._closed = True
        if self._ticker is not None:
            self._ticker.close()
        self._send(silence(self._sounding.silence(), self._slots))
        self._socket.close()

    def _send(self, packet: bytes) -> None:
        # A cable that is out or a full buffer is for the network to mend; the next frame is newer.
        with contextlib.suppress(OSError):
            self._socket.sendto(packet, self._target)


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
            "check `osc.address` and the network"
        ) from error
    return opened, target
