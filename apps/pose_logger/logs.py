"""The logs of all cameras, as their streams come."""

import time
from collections.abc import Callable, Mapping

import msgspec

from apps.pose_logger.audience import Audience
from apps.pose_logger.clock import FrameClock, StreamClock, VideoClock
from apps.pose_logger.log import TEND_SECONDS, Log
from apps.pose_logger.settings import LoggerSettings
from apps.pose_logger.storage import Store
from engine.poses import PoseStream

Streams = Callable[[], Mapping[str, PoseStream]]
"""Gives the streams that there are by now, by the names of their cameras."""

_PAUSE_SECONDS = 0.02


class Logs:
    """Takes the frames of all ``streams`` into the one ``store``, each under its camera's name.

    A video's frames follow ``start``, in seconds since 1970, where that is given.
    """

    def __init__(
        self,
        streams: Streams,
        settings: LoggerSettings,
        store: Store,
        *,
        start: float | None,
        report: Callable[[str], None],
    ) -> None:
        self._streams = streams
        self._settings = settings
        self._store = store
        self._start = start
        self._report = report
        self._logs: dict[str, Log] = {}
        self._audiences: list[Audience] = []

    def step(self) -> bool:
        """Take the next frame of each, or wait a moment; False once no frame will come any more."""
        streams = self._streams()
        for name in streams.keys() - self._logs.keys():
            self._begin(name, streams[name])
        patience = TEND_SECONDS if len(streams) == 1 else 0.0
        took = [_take(self._logs[name], poses, patience) for name, poses in streams.items()]
        if not any(took) and not patience:
            time.sleep(_PAUSE_SECONDS)
        for log in self._logs.values():
            log.tend()
        return not streams or not all(poses.ended for poses in streams.values())

    def change(self, settings: LoggerSettings) -> None:
        """Go on with other settings."""
        self._settings = settings
        for name, log in self._logs.items():
            log.change(_of_camera(settings, name))

    def close(self) -> None:
        """Write what is still open, and tell nobody any more."""
        try:
            for log in self._logs.values():
                log.close()
        finally:
            for audience in reversed(self._audiences):
                audience.close()

    def _begin(self, name: str, poses: PoseStream) -> None:
        settings = _of_camera(self._settings, name)
        beside = self._audiences[0] if self._audiences else None
        audience = Audience(settings, self._report, beside=beside)
        self._audiences.append(audience)
        self._logs[name] = Log(settings, self._clock(poses), self._store, audience)

    def _clock(self, poses: PoseStream) -> FrameClock:
        return StreamClock(poses) if self._start is None else VideoClock(self._start)


def _take(log: Log, poses: PoseStream, patience: float) -> bool:
    """Take the next frame, if one comes within ``patience`` seconds; whether one did."""
    frame = poses.next_frame(patience)
    if frame is not None:
        log.take(frame)
    return frame is not None


def _of_camera(settings: LoggerSettings, name: str) -> LoggerSettings:
    return msgspec.structs.replace(settings, camera=name)
