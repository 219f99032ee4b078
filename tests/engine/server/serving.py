"""An engine whose messages come from a test's hand, and streams that listen to it."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory
from typing import Any

from engine.poses import wire
from engine.poses.remote import Dial, Kind, RemoteStream, read_address, topic
from engine.poses.remote.keys import KeyFolder
from engine.server import Outlet, Server
from engine.server.feeds import Feed, Listener
from engine.server.watchdog import Watchdog

PATIENCE = 10.0
"""Seconds after which what should have happened is taken not to."""


class HandFeed:
    """Gives what a test puts in, when it does; ends with None."""

    def __init__(self, messages: Iterable[wire.Message | None] = ()) -> None:
        self.busy = False
        self.renewed = 0
        self.failure: Exception | None = None
        self._queue: Queue[wire.Message | None] = Queue()
        for message in messages:
            self._queue.put(message)

    def give(self, *messages: wire.Message | None) -> None:
        for message in messages:
            self._queue.put(message)

    def run(self, listener: Listener) -> None:
        while (message := self._queue.get()) is not None:
            listener(wire.encode(message))
        if self.failure is not None:
            raise self.failure

    def renew_background(self) -> None:
        self.renewed += 1

    def close(self) -> None:
        self._queue.put(None)


@contextmanager
def socket_folder() -> Iterator[Path]:
    """A folder whose name is short enough for a socket's path."""
    with TemporaryDirectory(prefix="crew") as folder:
        yield Path(folder)


@contextmanager
def serving(
    url: str,
    feeds: Mapping[str, Feed | Callable[[], Feed]],
    *,
    wait_for: int = 0,
    keys: KeyFolder | None = None,
    group: str = "",
    report: Callable[[str], None] = lambda _: None,
    watchdog: Watchdog | None = None,
) -> Iterator[Server]:
    """An engine at ``url`` that has begun; what it fails with is raised at the end."""
    topics = [topic(Kind.POSES, name) for name in feeds]
    outlet = Outlet(
        read_address(url), topics, lossless=wait_for > 0, group=group, keys=keys or KeyFolder()
    )
    opened = {name: feed if callable(feed) else _give(feed) for name, feed in feeds.items()}
    try:
        server = Server(opened, outlet, report=report, watchdog=watchdog or Watchdog({}))
    except BaseException:
        outlet.close()
        raise
    failures: list[Exception] = []

    def run() -> None:
        try:
            server.run(wait_for=wait_for)
        except Exception as error:  # noqa: BLE001 - raised by whoever started it
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield server
        if wait_for:
            thread.join(PATIENCE)
    finally:
        server.stop()
        thread.join(PATIENCE)
        server.close()
    if failures:
        raise failures[0]


def _give(feed: Feed) -> Callable[[], Feed]:
    return lambda: feed


def listen(url: str, **options: Any) -> RemoteStream:
    """A stream of what the engine at ``url`` sends."""
    return RemoteStream(Dial(url), **options)


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until ``condition`` is true; fail where it does not become so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "what was waited for did not happen"
        time.sleep(0.005)
