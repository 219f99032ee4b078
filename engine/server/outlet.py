"""The engine's end of the socket: messages out to whoever subscribed, requests in."""

import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack

import zmq

from engine.poses.errors import OutputError
from engine.poses.remote import Address
from engine.poses.remote.keys import KeyFolder
from engine.poses.remote.requests import LONGEST
from engine.server.access import access_to

_WAITING = 64
"""Messages kept for each app that does not take them; further ones it does not get."""

_FULL_PAUSE = 0.001
_SUBSCRIBE, _UNSUBSCRIBE = 1, 0
_MOST_AT_ONCE = 50
"""So much of what apps have sent is taken in one go, after which whoever sends has a turn."""

_LONGEST_TURN = 0.1


class Outlet:
    """Sends from any thread, each message to all who subscribed, and never waits for one.

    Who does not take messages gets none beyond :data:`_WAITING`; a ``lossless`` outlet waits until
    everybody can take one. ``topics`` are those whose subscribers are counted, each app once.

    :class:`OutputError` where the address cannot be had, :class:`UsageError` where it may not.
    """

    def __init__(
        self,
        address: Address,
        topics: Iterable[bytes],
        *,
        lossless: bool = False,
        group: str = "",
        keys: KeyFolder | None = None,
    ) -> None:
        self.lossless = lossless
        self._address = address
        self._subscribers = dict.fromkeys(topics, 0)
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._is_behind = False
        self._context = zmq.Context()
        with ExitStack() as on_failure:
            on_failure.callback(self._context.destroy, linger=0)
            self._access = access_to(address, self._context, group=group, keys=keys or KeyFolder())
            on_failure.callback(self._access.close)
            self._socket = self._open()
            on_failure.pop_all()

    def send(self, data: bytes, *, whole: bool = False) -> bool:
        """Send ``data``; to be ``whole`` it waits, where it is lossless, until all can take it.

        False where it was not sent: somebody could not take it, or the outlet is closed.
        """
        while not self._closed.is_set():
            try:
                with self._lock:
                    self._socket.send(data, zmq.NOBLOCK)
            except zmq.Again:
                if not whole:
                    return False
                self._closed.wait(_FULL_PAUSE)
            else:
                return True
        return False

    def attend(self, seconds: float) -> list[bytes]:
        """What apps have sent, but for subscriptions; waits up to ``seconds`` until something has.

        Meanwhile those are let in who may. ZeroMQ has no bound for what apps send, so that it is
        taken at once.
        """
        if self._access.attend(0.0 if self._is_behind else seconds, self._socket.fileno()):
            self._open_again()
        requests: list[bytes] = []
        self._is_behind = True
        end = time.monotonic() + _LONGEST_TURN
        while self._is_behind and time.monotonic() < end:
            with self._lock:
                received = self._received()
            requests += [data for data in received if not self._is_subscription(data)]
            self._is_behind = len(received) == _MOST_AT_ONCE
        return requests

    def subscribers(self, topic: bytes) -> int:
        """How many apps have subscribed to ``topic``."""
        return self._subscribers[topic]

    def close(self, linger: float = 0.0) -> None:
        """Close; messages on their way have ``linger`` seconds. Closing twice is harmless."""
        self._closed.set()
        with self._lock:
            if not self._context.closed:
                self._access.close()
                self._context.destroy(linger=round(1000 * linger))

    def _open(self) -> "zmq.Socket[bytes]":
        socket = self._context.socket(zmq.XPUB)
        socket.linger = 0
        socket.sndhwm = socket.rcvhwm = _WAITING
        socket.maxmsgsize = 16 * LONGEST
        socket.ipv6 = True
        # Each subscription and each end of one is told, so that they can be counted.
        socket.xpub_verboser = True
        socket.xpub_nodrop = self.lossless
        socket.tcp_keepalive, socket.tcp_keepalive_idle = 1, 2
        socket.tcp_keepalive_intvl, socket.tcp_keepalive_cnt = 1, 3
        try:
            self._access.bind(socket)
        except (OSError, zmq.ZMQError) as error:
            raise OutputError(f"cannot serve at {self._address.url}: {error.strerror}") from error
        return socket

    def _open_again(self) -> None:
        """Let everybody connect anew, so that whoever is allowed no more stays outside."""
        with self._lock:
            self._socket.close(linger=0)
            self._subscribers = dict.fromkeys(self._subscribers, 0)
            self._socket = self._open()

    def _received(self) -> list[bytes]:
        """What has come, at most so much that nobody who sends waits long."""
        received: list[bytes] = []
        while len(received) < _MOST_AT_ONCE:
            try:
                received.append(self._socket.recv(zmq.NOBLOCK))
            except zmq.Again:
                break
        return received

    def _is_subscription(self, data: bytes) -> bool:
        """Count the subscription, or the end of one, that ``data`` is; False if it is neither."""
        if not data or data[0] not in (_SUBSCRIBE, _UNSUBSCRIBE):
            return False
        topic = data[1:]
        if topic in self._subscribers:
            change = 1 if data[0] == _SUBSCRIBE else -1
            self._subscribers[topic] = max(0, self._subscribers[topic] + change)
        return True
