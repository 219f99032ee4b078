"""The server: cameras at work, apps let in and answered, and everybody told how it goes."""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from engine.poses.errors import WireError
from engine.poses.remote import requests
from engine.poses.remote.requests import RenewBackground, Request
from engine.server.camera import ServedCamera
from engine.server.feeds import Feed
from engine.server.outlet import Outlet
from engine.server.watchdog import Watchdog

_LOOK_SECONDS = 0.05
_HEALTH_SECONDS = 0.25
_FAREWELL_SECONDS = 1.0


class Server:
    """Serves the cameras of ``feeds``, each by its name, at ``outlet``.

    A camera that cannot be opened is waited for where there are others. ``report`` is told in one
    line what people should know.
    """

    def __init__(
        self,
        feeds: Mapping[str, Callable[[], Feed]],
        outlet: Outlet,
        *,
        report: Callable[[str], None] = print,
        watchdog: Watchdog | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._outlet = outlet
        self._clock = clock
        self._watchdog = watchdog or Watchdog()
        self._stop = threading.Event()
        self._refused = 0
        self._told = -_HEALTH_SECONDS
        self._names = tuple(feeds)
        run = secrets.randbits(64)
        self._cameras: dict[str, ServedCamera] = {}
        with ExitStack() as on_failure:
            for name, open_feed in feeds.items():
                camera = ServedCamera(
                    name, open_feed, outlet, run, patient=len(feeds) > 1, report=report, clock=clock
                )
                on_failure.callback(camera.close)
                self._cameras[name] = camera
            on_failure.pop_all()

    def run(self, *, wait_for: int = 0) -> None:
        """Serve until every camera has come to its end; ``wait_for`` so many apps before it begins.

        Raises what a camera failed with.
        """
        self._watchdog.ready()
        while self.apps < wait_for and not self._stop.is_set():
            self._attend()
        for camera in self._cameras.values():
            camera.start()
        while not (self._stop.is_set() or self._over):
            self._attend()
        self._watchdog.stopping()
        if not self._stop.is_set():
            self._raise_failure()
            self._take_leave()

    def stop(self) -> None:
        """Have :meth:`run` return, from any thread."""
        self._stop.set()

    def close(self) -> None:
        """Stop all cameras, and close the outlet; closing twice is harmless."""
        self._stop.set()
        self._outlet.close()
        for camera in self._cameras.values():
            camera.close()

    @property
    def apps(self) -> int:
        """How many apps listen, each counted for every camera that it has."""
        return sum(self._outlet.subscribers(camera.topic) for camera in self._cameras.values())

    @property
    def _over(self) -> bool:
        cameras = self._cameras.values()
        return any(one.failure for one in cameras) or all(one.ended for one in cameras)

    def _raise_failure(self) -> None:
        for camera in self._cameras.values():
            if camera.failure is not None:
                raise camera.failure

    def _attend(self) -> None:
        """Let apps in, answer what they ask, and tell how it goes when that is due."""
        for data in self._outlet.attend(_LOOK_SECONDS):
            try:
                self._answer(requests.decode(data))
            except WireError:
                self._refused += 1
        if self._clock() - self._told >= _HEALTH_SECONDS:
            self._told = self._clock()
            self._tell_health()
            if all(camera.is_well() for camera in self._cameras.values()):
                self._watchdog.feed()

    def _answer(self, request: Request) -> None:
        camera = self._cameras.get(request.camera)
        if camera is None:
            raise WireError("no such camera")
        if isinstance(request, RenewBackground):
            camera.renew_background()
        else:
            camera.send_background(request.reply_to)

    def _tell_health(self, *, whole: bool = False) -> None:
        for camera in self._cameras.values():
            camera.send_health(camera.health(self._names, self._refused), whole=whole)

    def _take_leave(self) -> None:
        """Tell apps that it is over; where they get everything, wait until they have it."""
        self._tell_health(whole=self._outlet.lossless)
        if not self._outlet.lossless:
            self._outlet.close(_FAREWELL_SECONDS)
            return
        while self.apps and not self._stop.is_set():
            self._attend()
