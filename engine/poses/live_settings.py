"""Settings that change while the show runs: by the config file, and by keys."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from engine.poses.errors import SkeletonCrewError, UsageError

Settings = TypeVar("Settings")

_LOOK_SECONDS = 1.0


class LiveSettings(Generic[Settings]):
    """The settings as they are ``now``, and whoever wants to be told of others.

    ``changed`` gives them anew if they are others than at the last call. It is asked once a second;
    what it raises is reported in a line, and the settings stay.
    """

    def __init__(
        self,
        settings: Settings,
        changed: Callable[[], Settings | None],
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = settings
        self._changed = changed
        self._report = report
        self._clock = clock
        self._looked = clock()
        self._listeners: list[Callable[[Settings], None]] = []

    def tell(self, listener: Callable[[Settings], None]) -> None:
        """Call ``listener`` with the settings whenever they are others."""
        self._listeners.append(listener)

    def look(self) -> None:
        """Take over what has changed, if a second has passed since the last look."""
        if self._clock() - self._looked < _LOOK_SECONDS:
            return
        self._looked = self._clock()
        try:
            settings = self._changed()
        except UsageError as error:
            self._stay(error)
            return
        if settings is not None and self._use(settings):
            self._report("going on with the config as it is now")

    def choose(self, change: Callable[[Settings], Settings]) -> None:
        """Go on with what ``change`` makes of the settings, if that is possible."""
        try:
            settings = change(self.now)
        except ValueError as error:
            self._stay(error)
        else:
            self._use(settings)

    def _use(self, settings: Settings) -> bool:
        """Tell everybody of ``settings``; of those before, if somebody cannot go on with them."""
        try:
            self._tell_all(settings)
        except SkeletonCrewError as error:
            self._tell_all(self.now)
            self._stay(error)
            return False
        self.now = settings
        return True

    def _tell_all(self, settings: Settings) -> None:
        for listener in self._listeners:
            listener(settings)

    def _stay(self, error: Exception) -> None:
        self._report(f"{error}; going on as before")
