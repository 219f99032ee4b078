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
    """A bridge at ``address`` that tells what ``poses`` are told, and its ``reports``."""

    def __init__(self, *, page: str = "", origins: tuple[str, ...] = ()) -> None:
        self.address = f"{HOST}:{free_port()}"
        self.reports: list[str] = []
        self.poses = PoseStream(lossless=True)
        self._settings = WebSocketSettings(self.address, origins, page)
        self._silence = 60.0
        self.thread = threading.Thread(target=self._run)

    def see(self, number: int, people: int = 1) -> None:
        """Frame ``number`` with ``people`` side by side, from the left."""
        poses = (person(id_, 0.2 + 0.2 * id_) for id_ in range(people))
        self.poses.deliver(wire.encode(frame(*poses, number=number, size=(960, 540))))

    def _run(self) -> None:
        run(self.poses, self._settings, report=self.reports.append, silence=self._silence)


@contextmanager
def serving(
    *, page: str = "", origins: tuple[str, ...] = (), silence: float = 60.0
) -> Iterator[Served]:
    served = Served(page=page, origins=origins)
    served._silence = silence
    served.thread.start()
    try:
        eventually(lambda: served.reports)
        yield served
    finally:
        served.poses.finish()
        served.thread.join(10)
        assert not served.thread.is_alive()
