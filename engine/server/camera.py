"""One camera that is served: its messages into envelopes, and how it is."""

import threading
import time
from collections.abc import Callable

from engine.poses import wire
from engine.poses.errors import CameraError
from engine.poses.health import CameraState, Health
from engine.poses.remote.envelope import Envelope, Kind, seal, topic
from engine.poses.wire import BackgroundSummary
from engine.server.feeds import Feed
from engine.server.outlet import Outlet
from engine.server.pulse import Pulse

_LOST_SECONDS = 2.0
_PAUSES = (1.0, 2.0, 5.0)
"""Seconds before each new attempt to open a camera, the last for all that follow."""


class ServedCamera:
    """Runs the feed of the camera ``name`` in a thread of its own and sends what it gives.

    ``open_feed`` is called at once; where :class:`CameraError` comes of it and the engine is
    ``patient``, again and again. ``run`` is the number of the engine's run. ``failure`` is what
    ended it, None while there is nothing wrong.
    """

    def __init__(
        self,
        name: str,
        open_feed: Callable[[], Feed],
        outlet: Outlet,
        run: int,
        *,
        patient: bool,
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.topic = topic(Kind.POSES, name)
        self.failure: Exception | None = None
        self._open_feed = open_feed
        self._outlet = outlet
        self._run_number = run
        self._report = report
        self._numbers = dict.fromkeys(Kind, 0)
        self._background: bytes | None = None
        self._pulse = Pulse(clock)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"camera {name}", daemon=True)
        self._feed = self._first_feed(patient)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the feed has come to its end, or to its failure."""
        return self._thread.ident is not None and not self._thread.is_alive()

    def health(self, cameras: tuple[str, ...], refused: int) -> Health:
        """How the camera is."""
        age = self._pulse.age
        return Health(
            camera=self.name,
            cameras=cameras,
            state=self._state(age),
            rate=self._pulse.rate,
            age=age,
            frames=self._pulse.frames,
            dropped=self._pulse.dropped,
            refused=refused,
            apps=self._outlet.subscribers(self.topic),
        )

    def is_well(self) -> bool:
        """Whether frames were processed since the last time this was asked, or are waited for."""
        return self._pulse.went_on() or self._feed is None or not self._feed.busy

    def renew_background(self) -> None:
        """Have a new background vetted."""
        if self._feed is not None:
            self._feed.renew_background()

    def send_background(self, reply_to: str) -> None:
        """Send the background that there is to the app that asked for it."""
        if self._background is not None:
            self._send(Kind.REPLY, reply_to, self._background, whole=False)

    def send_health(self, health: Health, *, whole: bool = False) -> None:
        """Send how the camera is; the last time, it is to arrive."""
        self._send(Kind.HEALTH, self.name, wire.encode(health), whole=whole)

    def close(self) -> None:
        """Stop the feed."""
        self._stop.set()
        if self._feed is not None:
            self._feed.close()
        if self._thread.ident is not None:
            self._thread.join(timeout=5.0)

    # What happens in the camera's thread

    def _run(self) -> None:
        try:
            feed = self._feed or self._opened_feed()
            if feed is not None:
                self._feed = feed
                if self._stop.is_set():
                    feed.close()
                feed.run(self._publish)
        except Exception as error:  # noqa: BLE001 - whoever runs the server gets it raised
            self.failure = error

    def _publish(self, data: bytes) -> bool:
        """Take a message from the feed; False where it is not wanted any more."""
        told = wire.summary(data)
        if isinstance(told, BackgroundSummary):
            self._background = data
            return self._send(Kind.BACKGROUND, self.name, data)
        sent = self._send(Kind.POSES, self.name, data)
        self._pulse.beat(told.dropped)
        return sent

    def _send(self, kind: Kind, name: str, data: bytes, *, whole: bool | None = None) -> bool:
        number = self._numbers[kind]
        self._numbers[kind] += 1
        lossless = self._outlet.lossless
        envelope = Envelope(kind, name, self._run_number, number, lossless, data)
        self._outlet.send(seal(envelope), whole=lossless if whole is None else whole)
        return not self._stop.is_set()

    # How a feed is opened

    def _first_feed(self, patient: bool) -> Feed | None:
        try:
            return self._open_feed()
        except CameraError as error:
            if not patient:
                raise
            self._report(f"camera {self.name}: {error}; it is waited for")
            return None

    def _opened_feed(self) -> Feed | None:
        """The feed, once it can be opened; None if that is not wanted any more."""
        attempts = 0
        while not self._stop.wait(_PAUSES[min(attempts, len(_PAUSES) - 1)]):
            attempts += 1
            try:
                return self._open_feed()
            except CameraError:
                continue
        return None

    def _state(self, age: float | None) -> CameraState:
        if self.ended and self.failure is None:
            return CameraState.ENDED
        if age is None:
            return CameraState.STARTING if self._feed is not None else CameraState.LOST
        waits = self._feed is None or not self._feed.busy
        return CameraState.LOST if age > _LOST_SECONDS and waits else CameraState.SEEING
