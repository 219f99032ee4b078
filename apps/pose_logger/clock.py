"""From a camera's clock to the world's: what time it was, in UTC, when a frame was taken."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from engine.poses import PoseStream, UsageError

_STEP = 1.0
"""Seconds by which the wall clock must be another before it is taken to have been set."""

_PERSISTENCE = 5.0
"""Seconds for which it must stay so: a frame that comes late is no step."""

_STANDSTILL = 60.0
"""Seconds up to which time rather stands still than goes back."""


class FrameClock(Protocol):
    """Turns frame times, in seconds on a camera's own clock, into seconds since 1970, UTC."""

    def time_of(self, frame_time: float) -> float:
        """When the frame of ``frame_time`` was."""

    def now(self) -> float:
        """What time it is while no frame comes; not before that of the last one."""


class LiveClock:
    """The time of frames that are stamped by a monotonic clock, wherever that began.

    The first frame is at the time that ``wall`` tells, and the others as much later as their stamps
    say. When ``wall`` tells another time for a while, it was set: from then on frames follow it.
    Set back by up to a minute, time stands still until ``wall`` has caught up; by more, it goes
    back.
    """

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self._wall = wall
        self._offset: float | None = None
        self._agreed = 0.0
        self._last = float("-inf")

    def time_of(self, frame_time: float) -> float:
        """When the frame of ``frame_time``, which has just come, was."""
        told = frame_time + self._offset_at(frame_time)
        self._last = self._last if 0.0 < self._last - told <= _STANDSTILL else told
        return self._last

    def now(self) -> float:
        """What time it is, by ``wall``, but not before the last frame."""
        return max(self._last, self._wall())

    def _offset_at(self, frame_time: float) -> float:
        """By how much the wall clock is before the frames'; anew if it has long been another."""
        offset = self._wall() - frame_time
        agrees = self._offset is not None and abs(offset - self._offset) <= _STEP
        if agrees or self._offset is None:
            self._agreed = frame_time
        if self._offset is None or frame_time - self._agreed > _PERSISTENCE:
            self._offset, self._agreed = offset, frame_time
        return self._offset


class VideoClock:
    """The time of frames of a video that begins at ``start``, in seconds since 1970, UTC."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._last = start

    def time_of(self, frame_time: float) -> float:
        """When the frame that is ``frame_time`` seconds from the video's beginning was."""
        self._last = self._start + frame_time
        return self._last

    def now(self) -> float:
        """The time of the last frame: a video does not go on by itself."""
        return self._last


class StreamClock:
    """The time of the frames of ``poses``, whether they are live or a video that begins now.

    When the engine begins anew, so does this: its clock may be that of a machine that was switched
    on just now.
    """

    def __init__(self, poses: PoseStream, wall: Callable[[], float] = time.time) -> None:
        self._poses = poses
        self._wall = wall
        self._restarts = 0
        self._clock: FrameClock | None = None

    def time_of(self, frame_time: float) -> float:
        """When the frame of ``frame_time`` was, the one that the stream gave last."""
        if self._clock is None or self._restarts != self._poses.restarts:
            self._restarts = self._poses.restarts
            live = self._poses.live
            self._clock = LiveClock(self._wall) if live else VideoClock(self._wall())
        return self._clock.time_of(frame_time)

    def now(self) -> float:
        """What time it is while no frame comes; not before that of the last one."""
        return self._wall() if self._clock is None else self._clock.now()


def read_start(text: str, zone: ZoneInfo) -> float:
    """The ISO 8601 time ``text`` in seconds since 1970, UTC; without an offset it is in ``zone``.

    A time that comes twice when clocks are set back is the earlier. :class:`UsageError` for what is
    no time, and for one that is left out when clocks are set forward.
    """
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--start: {text!r} is no ISO time, such as 2026-05-04T09:30:00 or …+02:00"
        ) from error
    if told.tzinfo is not None:
        return told.timestamp()
    moment = told.replace(tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != told:
        raise UsageError(
            f"--start: {text} did not exist in {zone.key}, where clocks were set forward; "
            f"give the offset from UTC, as in {text}+00:00"
        )
    return moment.timestamp()
