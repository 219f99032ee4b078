"""Times of a file's frames from time stamps that may be wrong or missing."""

_USUAL_FPS = 25.0
_LONGEST_PAUSE = 30.0
_LATEST_START = 1e6


class Timeline:
    """Turns the time stamps of consecutive frames into times that always increase.

    Sound stamps are taken as they are. One that goes back, stands still or jumps by more than half
    a minute is replaced by the time at which the next frame would be due; where such a stamp
    starts a new count, as in joined files, the following ones are taken relative to it.

    ``fps`` is the nominal rate, None where it is unknown.
    """

    def __init__(self, fps: float | None) -> None:
        self._period = 1.0 / (fps or _USUAL_FPS)
        self._time: float | None = None
        self._offset = 0.0

    def update(self, stamp: float) -> float:
        """The time of the next frame, whose time stamp is ``stamp``; both in seconds."""
        time = self._sound(stamp)
        if time is None:
            time = 0.0 if self._time is None else self._time + self._period
            self._offset = time - stamp
        self._time = time
        return time

    def _sound(self, stamp: float) -> float | None:
        if self._time is None:
            return stamp if 0.0 <= stamp < _LATEST_START else None
        for time in (stamp, stamp + self._offset):
            if 0.0 < time - self._time <= _LONGEST_PAUSE:
                return time
        return None
