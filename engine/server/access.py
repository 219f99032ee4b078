"""Who may connect: the owner and group of a socket file, or the keys that are allowed over TCP."""

import fcntl
import grp
import os
import select
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.poses.errors import OutputError, UsageError
from engine.poses.remote import Address
from engine.poses.remote.keys import KeyFolder

if TYPE_CHECKING:
    import zmq

_DOMAIN = b"skeleton-crew"
_ZAP = "inproc://zeromq.zap.01"
_REBIND_SECONDS = 3.0


class Access(Protocol):
    """Guards the socket at one address."""

    def bind(self, socket: "zmq.Socket[bytes]") -> None:
        """Bind ``socket`` so that only those who may can connect."""
        ...

    def attend(self, seconds: float, descriptor: int) -> bool:
        """Let in who may; whether somebody who was allowed is so no more.

        Waits so many ``seconds``, or until there is something to be done for the socket that has
        the file ``descriptor``.
        """
        ...

    def close(self) -> None:
        """Guard no more; closing twice is harmless."""
        ...


def access_to(
    address: Address, context: "zmq.Context[zmq.Socket[bytes]]", *, group: str, keys: KeyFolder
) -> Access:
    """What guards ``address``: the file's rights, or ``keys``.

    :class:`UsageError` where TCP has no keys, :class:`OutputError` where the file cannot be had.
    """
    if address.path is None:
        return KeyAccess(address.url, context, keys)
    return FileAccess(address.path, group)


class FileAccess:
    """A socket file that is its owner's alone, or may be used by the ``group`` that is named.

    :class:`OutputError` where another process serves it or the folder cannot be written,
    :class:`UsageError` where there is no such group.
    """

    def __init__(self, path: Path, group: str) -> None:
        self._path = path
        self._group = _group_number(group)
        try:
            self._make_folder(path.parent)
            self._lock = path.with_name(path.name + ".lock").open("a")
        except OSError as error:
            raise OutputError(
                f"cannot serve in {path.parent}: {error.strerror}; set another `address`"
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise OutputError(
                f"{path} is served by another engine: stop that one, or set another `address`"
            ) from error

    def bind(self, socket: "zmq.Socket[bytes]") -> None:
        """Bind ``socket``; the file has its rights from the first moment on."""
        before = os.umask(0o177)
        try:
            socket.bind(f"ipc://{self._path}")
        finally:
            os.umask(before)
        if self._group is not None:
            os.chown(self._path, -1, self._group)
            self._path.chmod(0o660)

    def attend(self, seconds: float, descriptor: int) -> bool:
        """Wait; the kernel lets in who may."""
        select.select([descriptor], [], [], seconds)
        return False

    def close(self) -> None:
        """Let others have the address."""
        if not self._lock.closed:
            self._path.unlink(missing_ok=True)
        self._lock.close()

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(mode=0o700, parents=True)
        if self._group is not None:
            os.chown(folder, -1, self._group)
            folder.chmod(0o750)


class KeyAccess:
    """An address in the network, for those whose keys are in ``keys`` when they connect.

    Answers ZeroMQ's question for each who connects (ZAP, RFC 27), and looks once a second whether
    somebody is allowed no more. :class:`UsageError` without a key of our own.
    """

    def __init__(
        self, url: str, context: "zmq.Context[zmq.Socket[bytes]]", keys: KeyFolder
    ) -> None:
        import zmq

        self._url = url
        self._keys = keys
        self._public, self._secret = keys.own()
        self._allowed = set(keys.allowed().values())
        self._looked = time.monotonic()
        self._bound = False
        self._questions = context.socket(zmq.REP)
        self._questions.linger = 0
        self._questions.bind(_ZAP)

    def bind(self, socket: "zmq.Socket[bytes]") -> None:
        """Bind ``socket``, with our key; it may be the successor of one that is just closing."""
        import zmq

        socket.curve_server = True
        socket.curve_publickey, socket.curve_secretkey = self._public, self._secret
        # Without anybody to ask, nobody is let in.
        socket.zap_domain, socket.zap_enforce_domain = _DOMAIN, True
        deadline = time.monotonic() + (_REBIND_SECONDS if self._bound else 0.0)
        while True:
            try:
                socket.bind(self._url)
            except zmq.ZMQError as error:
                if error.errno != zmq.EADDRINUSE or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                self._bound = True
                return

    def attend(self, seconds: float, descriptor: int) -> bool:
        """Wait, letting in whose keys are allowed now."""
        import zmq

        ready, _, _ = zmq.select([self._questions, descriptor], [], [], seconds)
        if self._questions in ready:
            self._answer(self._questions.recv_multipart())
        if time.monotonic() - self._looked < 1.0:
            return False
        self._looked = time.monotonic()
        before, self._allowed = self._allowed, set(self._keys.allowed().values())
        return bool(before - self._allowed)

    def close(self) -> None:
        """Answer nobody any more."""
        self._questions.close(linger=0)

    def _answer(self, question: list[bytes]) -> None:
        from zmq.utils import z85

        version, number, domain, _, _, mechanism, *credentials = question
        may = (
            domain == _DOMAIN
            and mechanism == b"CURVE"
            and z85.encode(credentials[0]) in self._keys.allowed().values()
        )
        # Not 400, at which ZeroMQ gives up for good: a key that is allowed later is let in then.
        status = (b"200", b"OK") if may else (b"300", b"this key is not allowed")
        self._questions.send_multipart([version, number, *status, b"", b""])


def _group_number(name: str) -> int | None:
    try:
        return grp.getgrnam(name).gr_gid if name else None
    except KeyError as error:
        raise UsageError(f"no group is called {name!r}") from error
