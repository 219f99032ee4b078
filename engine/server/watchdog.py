"""Telling systemd that the engine is ready and at work (sd_notify); nothing where nobody asks."""

import os
import socket
import time
from collections.abc import Callable, Mapping

_READY, _ALIVE, _STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


class Watchdog:
    """Writes to ``$NOTIFY_SOCKET``, if that is set.

    It is fed by frames: :meth:`feed` tells systemd that all is well only while the engine says that
    each camera's frames are processed, or are waited for.
    """

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = environment.get("NOTIFY_SOCKET", "")
        self._clock = clock
        watched = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        seconds = _number(environment.get("WATCHDOG_USEC", "")) / 1e6 if watched else 0.0
        self._pause = seconds / 4
        self._fed = float("-inf")

    def ready(self) -> None:
        """Say that apps can connect and that cameras are open."""
        self._tell(_READY)

    def feed(self) -> None:
        """Say that all is well, as often as is asked for."""
        if self._pause and self._clock() - self._fed >= self._pause:
            self._fed = self._clock()
            self._tell(_ALIVE)

    def stopping(self) -> None:
        """Say that the engine ends by itself."""
        self._tell(_STOPPING)

    def _tell(self, state: str) -> None:
        if not self._path:
            return
        address = "\0" + self._path[1:] if self._path.startswith("@") else self._path
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            try:
                notify.connect(address)
                notify.send(state.encode())
            except OSError:
                # Nobody listens; systemd will judge.
                return


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
