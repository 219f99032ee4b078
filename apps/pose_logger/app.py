"""Runs the pose logger: frames into counts, and counts into the data folder."""

import time
from collections.abc import Callable
from contextlib import closing

from apps.pose_logger.audience import Audience
from apps.pose_logger.clock import FrameClock, LiveClock, VideoClock, read_start
from apps.pose_logger.counting import Counting
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import Store
from engine.poses import PoseFrame, PoseStream
from engine.poses.live_settings import LiveSettings

_TEND_SECONDS = 1.0


def run(
    poses: PoseStream,
    settings: LoggerSettings,
    *,
    start: str | None = None,
    changed: Callable[[], LoggerSettings | None] = lambda: None,
    report: Callable[[str], None] = print,
) -> None:
    """Count the people of ``poses``, until the stream ends or somebody stops it.

    A camera's frames are of now. Those of a video follow ``start``, its beginning as an ISO time,
    in the site's time zone if it says none; without it the video begins now. ``changed`` is asked
    for new settings once a second, and ``report`` is told in one line what is wrong meanwhile.

    Raises what the stream failed with, :class:`UsageError` for a ``start`` that is no time, and
    :class:`OutputError` where the data folder cannot be used. Whatever happens, all that was
    counted is written.
    """
    clock = _clock(poses, settings, start)
    live_settings = LiveSettings(settings, changed, report)
    with (
        closing(
            Store(settings.folder, settings.site, report=report, hours=_hours(settings))
        ) as store,
        closing(Audience(settings, report)) as audience,
        closing(Log(settings, clock, store, audience)) as log,
    ):
        live_settings.tell(log.change)
        while not poses.ended:
            frame = poses.next_frame(_TEND_SECONDS)
            if frame is not None:
                log.take(frame)
            log.tend()
            live_settings.look()


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
        if self._ticks() - self._tended < _TEND_SECONDS:
            return
        self._tended = self._ticks()
        now = self._clock.now()
        self._store.write(self._counting.tend(now), now, self._counting.unfinished)
        self._store.tend(now)
        self._audience.show(self._counting.occupancy, observed=self._counting.observed)

    def change(self, settings: LoggerSettings) -> None:
        """Go on with other ``settings``."""
        self._counting.change(settings)
        self._store.change(_hours(settings))
        self._audience.change(settings)

    def close(self) -> None:
        """Write what is still open."""
        now = self._clock.now()
        self._store.write(self._counting.close(now), now)


def _clock(poses: PoseStream, settings: LoggerSettings, start: str | None) -> FrameClock:
    if start is not None:
        return VideoClock(read_start(start, settings.zone_info))
    return LiveClock() if poses.live else VideoClock(time.time())


def _hours(settings: LoggerSettings) -> dict[str, float]:
    """For how long the tables are kept that are not kept for good."""
    return {"poses": settings.poses.hours, "visits": settings.visits.hours}
