"""The log of one camera: frames into counts, and counts into the data folder."""

import time
from collections.abc import Callable

from apps.pose_logger.audience import Audience
from apps.pose_logger.clock import FrameClock
from apps.pose_logger.counting import Counting
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import Store
from engine.poses import PoseFrame

TEND_SECONDS = 1.0
"""How often there is something to be done though no frame comes."""


class Log:
    """Counts frames and writes the records into ``store``, and tells ``audience`` of the moment.

    ``ticks`` is a clock in seconds that only tells when a second has passed.
    """

    def __init__(
        self,
        settings: LoggerSettings,
        clock: FrameClock,
        store: Store,
        audience: Audience,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._counting = Counting(settings)
        self._clock = clock
        self._store = store
        self._audience = audience
        self._ticks = ticks
        self._tended = ticks()

    def take(self, frame: PoseFrame) -> None:
        """Count the next ``frame``."""
        moment = self._clock.time_of(frame.time)
        records = self._counting.update(frame, moment)
        self._store.write(records, moment, self._counting.unfinished)
        self._audience.count(frame, records)

    def tend(self) -> None:
        """Do what is due once a second: whether frames come or not, time goes on."""
        if self._ticks() - self._tended < TEND_SECONDS:
            return
        self._tended = self._ticks()
        now = self._clock.now()
        self._store.write(self._counting.tend(now), now, self._counting.unfinished)
        self._store.tend(now)
        self._audience.show(self._counting.occupancy, observed=self._counting.observed)

    def change(self, settings: LoggerSettings) -> None:
        """Go on with other ``settings``."""
        self._counting.change(settings)
        self._audience.change(settings)

    def close(self) -> None:
        """Write what is still open."""
        now = self._clock.now()
        self._store.write(self._counting.close(now), now)
