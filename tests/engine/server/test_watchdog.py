"""What systemd is told, and when it is told nothing."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.poses import wire
from engine.server.feeds import Listener
from engine.server.watchdog import Watchdog
from tests.engine.poses.values import frame
from tests.engine.server.serving import HandFeed, serving, socket_folder


class Systemd:
    """Listens as systemd does."""

    def __init__(self, path: Path) -> None:
        self.environment = {
            "NOTIFY_SOCKET": str(path),
            "WATCHDOG_USEC": "200000",
            "WATCHDOG_PID": str(os.getpid()),
        }
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))

    def told(self, seconds: float = 0.0) -> list[str]:
        """All that has been told, until nothing more is for so many ``seconds``."""
        self._socket.settimeout(seconds or 1e-6)
        told = []
        try:
            while True:
                told.append(self._socket.recv(100).decode())
        except (TimeoutError, BlockingIOError):
            return told

    def next(self) -> str:
        self._socket.settimeout(10.0)
        return self._socket.recv(100).decode()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def systemd() -> Iterator[Systemd]:
    with socket_folder() as folder:
        listening = Systemd(folder / "notify")
        yield listening
        listening.close()


def test_nothing_is_told_where_nobody_asks() -> None:
    watchdog = Watchdog({})
    watchdog.ready()
    watchdog.feed()
    watchdog.stopping()


def test_it_is_fed_no_more_often_than_four_times_in_its_patience(systemd: Systemd) -> None:
    now = [0.0]
    watchdog = Watchdog(systemd.environment, lambda: now[0])
    for _ in range(100):
        watchdog.feed()
        now[0] += 0.005
    assert systemd.told() == ["WATCHDOG=1"] * 10


def test_another_process_is_not_watched(systemd: Systemd) -> None:
    watchdog = Watchdog(systemd.environment | {"WATCHDOG_PID": "1"})
    watchdog.feed()
    watchdog.ready()
    assert systemd.told() == ["READY=1"]


def test_a_listener_that_is_gone_disturbs_nobody(systemd: Systemd) -> None:
    watchdog = Watchdog(systemd.environment)
    systemd.close()
    watchdog.ready()


class StuckFeed(HandFeed):
    """Works on a frame for as long as ``stuck`` is not set."""

    def __init__(self) -> None:
        super().__init__()
        self.stuck = threading.Event()

    def run(self, listener: Listener) -> None:
        listener(wire.encode(frame(0)))
        self.busy = True
        self.stuck.wait()
        self.busy = False
        super().run(listener)

    def close(self) -> None:
        self.stuck.set()
        super().close()


def test_the_engine_is_ready_once_it_serves_and_says_when_it_stops(
    systemd: Systemd, url: str
) -> None:
    with serving(url, {"lobby": HandFeed()}, watchdog=Watchdog(systemd.environment)):
        assert systemd.next() == "READY=1"
    assert systemd.told()[-1] == "STOPPING=1"


def test_a_camera_that_is_waited_for_is_no_reason_to_be_killed(systemd: Systemd, url: str) -> None:
    with serving(url, {"lobby": HandFeed()}, watchdog=Watchdog(systemd.environment)):
        assert [systemd.next() for _ in range(4)] == ["READY=1"] + ["WATCHDOG=1"] * 3


def test_an_engine_that_is_stuck_in_a_frame_feeds_no_watchdog(systemd: Systemd, url: str) -> None:
    stuck = StuckFeed()
    feeds = {"lobby": stuck, "hall": HandFeed()}
    with serving(url, feeds, watchdog=Watchdog(systemd.environment)):
        told = systemd.told(0.8)
        assert told.count("WATCHDOG=1") <= 1
        stuck.stuck.set()
        assert systemd.next() == "WATCHDOG=1"
