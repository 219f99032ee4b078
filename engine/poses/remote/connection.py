"""The app's end of the socket that poses come by."""

from typing import TYPE_CHECKING, NamedTuple

from engine.poses.errors import UsageError
from engine.poses.remote.envelope import LONGEST

if TYPE_CHECKING:
    import zmq

_WAITING = 128
"""Messages that ZeroMQ keeps for us while we are busy."""

_LOOK_MILLISECONDS = 50
"""For so long a message is waited for before there is something else to be looked after."""

_RETRY_MILLISECONDS = 100
_SLOWEST_RETRY_MILLISECONDS = 1000
_SUBSCRIBE = b"\x01"


class CurveKeys(NamedTuple):
    """An app's own pair of keys and the public key of its engine, each 40 characters of Z85."""

    public: bytes
    secret: bytes
    engine: bytes


class Dial(NamedTuple):
    """How an engine is reached: its address, and the ``keys`` that TCP needs."""

    url: str
    keys: CurveKeys | None = None


class Connection:
    """Reaches for an engine, again and again; what is subscribed to holds for each that comes.

    Belongs to one thread at a time. :class:`UsageError` where the address cannot be used.
    """

    def __init__(self, dial: Dial) -> None:
        import zmq

        self._dial = dial
        self._topics: list[bytes] = []
        self._context = zmq.Context()
        try:
            self._socket = self._open()
        except zmq.ZMQError as error:
            self._context.destroy(linger=0)
            raise UsageError(f"cannot reach {dial.url}: {error.strerror}") from error

    def subscribe(self, topic: bytes) -> None:
        """Have messages whose bytes begin with ``topic``."""
        self._topics.append(topic)
        self._socket.send(_SUBSCRIBE + topic)

    def begin_anew(self) -> None:
        """Forget what was reached: ZeroMQ never tries again where something else has answered."""
        self._socket.close(linger=0)
        self._socket = self._open()
        for topic in self._topics:
            self._socket.send(_SUBSCRIBE + topic)

    def send(self, request: bytes) -> None:
        """Send ``request`` to the engine; lost where none is there."""
        self._socket.send(request)

    def receive(self, *, wait: bool = True) -> bytes | None:
        """The next message; None where none comes, after a short wait if one is wanted."""
        import zmq

        try:
            return self._socket.recv(0 if wait else zmq.NOBLOCK)
        except zmq.Again:
            return None

    def close(self) -> None:
        """Leave; closing twice is harmless."""
        self._context.destroy(linger=0)

    def _open(self) -> "zmq.Socket[bytes]":
        import zmq

        socket = self._context.socket(zmq.XSUB)
        _prepare(socket, self._dial)
        socket.connect(self._dial.url)
        return socket


def _prepare(socket: "zmq.Socket[bytes]", dial: Dial) -> None:
    socket.linger = 0
    socket.rcvhwm = _WAITING
    socket.rcvtimeo = _LOOK_MILLISECONDS
    socket.maxmsgsize = 2 * max(LONGEST.values())
    socket.reconnect_ivl = _RETRY_MILLISECONDS
    socket.reconnect_ivl_max = _SLOWEST_RETRY_MILLISECONDS
    socket.ipv6 = True
    # A host that has vanished from the network says no goodbye.
    socket.tcp_keepalive, socket.tcp_keepalive_idle = 1, 2
    socket.tcp_keepalive_intvl, socket.tcp_keepalive_cnt = 1, 3
    if dial.keys is not None:
        socket.curve_publickey, socket.curve_secretkey, socket.curve_serverkey = dial.keys
