"""A bridge to web pages that runs, and what it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from apps.bridge.settings import WebSocketSettings
from apps.bridge.websocket.app import run
from engine.poses import PoseStream, wire
from tests.apps.mqtt.brokers import HOST, eventually, free_port
from tests.apps.people import frame, person


class Served:
    """A bridge at ``address`` that tells what ``poses`` are told, and what it ``reports``."""

    def __init__(self, page: str, origins: tuple[str, ...], silence: float) -> None:
        self.address = f"{HOST}:{free_port()}"
        self.poses = PoseStream(lossless=True)
        self.reports: list[str] = []
        settings = WebSocketSettings(self.address, origins, page)
        options = {"report": self.reports.append, "silence": silence}
        self._thread = threading.Thread(target=run, args=(self.poses, settings), kwargs=options)
        self._thread.start()
        eventually(lambda: self.reports)

    def see(self, number: int, people: int = 1) -> None:
        """Frame ``number``, with ``people`` side by side."""
        poses = (person(id_, 0.2 + 0.2 * id_) for id_ in range(people))
        self.poses.deliver(wire.encode(frame(*poses, number=number)))

    def end(self) -> None:
        self.poses.finish()
        self._thread.join(10)
        assert not self._thread.is_alive()


@contextmanager
def serving(
    *, page: str = "", origins: tuple[str, ...] = (), silence: float = 60.0
) -> Iterator[Served]:
    served = Served(page, origins, silence)
    try:
        yield served
    finally:
        served.end()
