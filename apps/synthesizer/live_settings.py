"""Settings that change while the show runs: by the config file, and by keys."""

import time
from collections.abc import Callable

from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import UsageError

Changed = Callable[[], SynthesizerSettings | None]
"""Gives the settings anew if there are others than at the last call; raises what is wrong."""

_LOOK_SECONDS = 1.0


class LiveSettings:
    """The settings as they are ``now``, and whoever wants to be told of others.

    ``changed`` is asked once a second. What is wrong is reported in a line, and the settings stay.
    """

    def __init__(
        self,
        settings: SynthesizerSettings,
        changed: Changed,
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = settings
        self._changed = changed
        self._report = report
        self._clock = clock
        self._looked = clock()
        self._listeners: list[Callable[[SynthesizerSettings], None]] = []

    def tell(self, listener: Callable[[SynthesizerSettings], None]) -> None:
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
            self._report(f"{error}; going on as before")
            return
        if settings is not None:
            self._use(settings)
            self._report("going on with the config as it is now")

    def choose(self, change: Callable[[SynthesizerSettings], SynthesizerSettings]) -> None:
        """Go on with what ``change`` makes of the settings, if that can be played."""
        try:
            self._use(change(self.now))
        except ValueError as error:
            self._report(f"{error}; going on as before")

    def _use(self, settings: SynthesizerSettings) -> None:
        self.now = settings
        for listener in self._listeners:
            listener(settings)
