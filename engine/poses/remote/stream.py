"""A stream of poses from an engine in another process."""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

from engine.poses import wire
from engine.poses.background import Background
from engine.poses.errors import UnknownNameError, UsageError, WireError
from engine.poses.health import CameraState, Health
from engine.poses.pose import PoseFrame
from engine.poses.recording import Recorder
from engine.poses.remote import requests
from engine.poses.remote.connection import Connection, Dial
from engine.poses.remote.envelope import Envelope, Kind, topic, unseal
from engine.poses.remote.presence import Presence
from engine.poses.stream import PoseStream

_ASK_AGAIN_SECONDS = 1.0

_ANEW_SECONDS = 5.0
"""After so long without a word from an engine, it is reached for as if for the first time."""


class RemoteStream(PoseStream):
    """The poses of ``camera`` from the engine that ``dial`` reaches, whenever it is there.

    The engine may come before or after the app, and may go and come again; meanwhile the stream is
    ``stale``. With an empty ``camera`` it is the only one that the engine has. With ``background``
    the vetted background comes too, also the one that was accepted before. ``capacity`` frames wait
    for the reader. What is no message is counted in ``refused``. ``report`` is told in a line when
    nobody answers for a while, and of an engine of another version.

    Raises, to the reader, :class:`UsageError` or :class:`UnknownNameError` where it is unclear or
    unknown which camera is meant.
    """

    def __init__(
        self,
        dial: Dial,
        *,
        camera: str = "",
        background: bool = False,
        capacity: int = 64,
        recorder: Recorder | None = None,
        report: Callable[[str], None] = print,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(lossless=False, capacity=capacity, recorder=recorder)
        self.refused = 0
        self._camera = camera
        self._wants_background = background
        self._report = report
        self._clock = clock
        self._reply_to = secrets.token_hex(8)
        self._presence = Presence(dial.url, report, clock)
        self._reached = clock()
        self._delivering = False
        self._run: int | None = None
        self._next_number: int | None = None
        self._told_version = False
        self._wishes: deque[requests.Request] = deque(maxlen=16)
        self._asked = -_ASK_AGAIN_SECONDS
        self._revision = 0
        self._stop = threading.Event()
        self._connection = Connection(dial)
        self._thread = threading.Thread(target=self._listen, name="poses", daemon=True)
        self._thread.start()

    @property
    def stale(self) -> bool:
        """Whether the engine has not been heard of for a second, so that nothing is of now."""
        return not self._delivering and self._presence.stale

    def renew_background(self) -> None:
        """Ask the engine to vet a new background; ignored where it is not there."""
        if self._camera:
            self._wishes.append(requests.RenewBackground(self._camera))

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        super().close()
        self._thread.join()

    # What happens in the thread that listens

    def _listen(self) -> None:
        failure: Exception | None = None
        try:
            self._connection.subscribe(topic(Kind.HEALTH))
            if self._camera:
                self._subscribe()
            while not (self._stop.is_set() or self._finished):
                self._take_in(self._connection.receive())
                self._look_after_connection()
                while self._wishes:
                    self._connection.send(requests.encode(self._wishes.popleft()))
        except Exception as error:  # noqa: BLE001 - whoever reads the stream gets it raised
            failure = error
        finally:
            self._connection.close()
            if not self._finished:
                self.finish(failure)

    def _look_after_connection(self) -> None:
        self._presence.look()
        now = self._clock()
        if min(self._presence.silence, now - self._reached) > _ANEW_SECONDS:
            self._reached = now
            self._connection.begin_anew()

    def _subscribe(self) -> None:
        if self._wants_background:
            self._connection.subscribe(topic(Kind.REPLY, self._reply_to))
            self._connection.subscribe(topic(Kind.BACKGROUND, self._camera))
        self._connection.subscribe(topic(Kind.POSES, self._camera))

    def _take_in(self, data: bytes | None) -> None:
        if data is None:
            return
        try:
            envelope = unseal(data)
            self._heed(envelope, wire.decode(envelope.message))
        except WireError as error:
            self._refuse(error)

    def _heed(self, envelope: Envelope, message: wire.Message) -> None:
        match envelope.kind, message:
            case Kind.HEALTH, Health():
                self._choose_camera(message)
                if envelope.name == self._camera:
                    self._follow(envelope)
                    self._heed_health(message)
            case Kind.POSES, PoseFrame() if envelope.name == self._camera:
                self._follow(envelope)
                self._count(envelope.number)
                self._pass_on(envelope, message)
                self._ask_for_background(message.background.revision)
            case ((Kind.BACKGROUND | Kind.REPLY), Background()):
                self._follow(envelope)
                if message.revision != self._revision:
                    self._revision = message.revision
                    self._pass_on(envelope, message)
            case _:
                raise WireError(f"a {type(message).__name__} as {envelope.kind}")

    def _choose_camera(self, health: Health) -> None:
        """Make sure that there is the camera that was named, or that there is no other."""
        if self._camera:
            if self._camera not in health.cameras:
                raise UnknownNameError("camera", self._camera, health.cameras)
            return
        if len(health.cameras) > 1:
            names = ", ".join(health.cameras)
            raise UsageError(f"the engine has several cameras; name one with --camera: {names}")
        self._camera = health.camera
        self._subscribe()

    def _follow(self, envelope: Envelope) -> None:
        """Note that the engine is there, and whether it is another run than before."""
        self._presence.heard()
        if envelope.run == self._run:
            return
        if self._run is not None:
            self.restart()
        self._run, self._next_number, self._revision = envelope.run, None, 0
        self._asked = -_ASK_AGAIN_SECONDS
        self._lossless = envelope.lossless

    def _heed_health(self, health: Health) -> None:
        self._accept(health, b"")
        if health.state is CameraState.ENDED:
            self.finish()

    def _count(self, number: int) -> None:
        """Count what was lost on the way, by the ``number`` of what came."""
        if self._next_number is not None:
            self.lost += max(0, number - self._next_number)
        self._next_number = number + 1

    def _pass_on(self, envelope: Envelope, message: wire.Message) -> None:
        self._delivering = True
        try:
            self._accept(message, envelope.message)
        finally:
            self._presence.heard()
            self._delivering = False

    def _ask_for_background(self, revision: int) -> None:
        """Ask for the background of ``revision`` where it came before we did, or was lost."""
        if not self._wants_background or revision in (0, self._revision):
            return
        if self._clock() - self._asked >= _ASK_AGAIN_SECONDS:
            self._asked = self._clock()
            self._wishes.append(requests.SendBackground(self._camera, self._reply_to))

    def _refuse(self, error: WireError) -> None:
        self.refused += 1
        if "of version" in str(error) and not self._told_version:
            self._told_version = True
            self._report(f"the engine sends {error}; update one of the two")
