"""The pulse of a camera: how many frames came, how fast, and how long ago the last one."""

import time
from collections import deque
from collections.abc import Callable

_RATE_SECONDS = 2.0


class Pulse:
    """Counts frames as they are processed; ``dropped`` is how many the camera has skipped."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.frames = 0
        self.dropped = 0
        self._clock = clock
        self._came: deque[float] = deque(maxlen=1000)
        self._seen = 0

    def beat(self, dropped: int) -> None:
        """Count a frame before which ``dropped`` have been skipped so far."""
        self.frames += 1
        self.dropped = dropped
        self._came.append(self._clock())

    @property
    def age(self) -> float | None:
        """For how many seconds no frame has come; None before the first."""
        return max(0.0, self._clock() - self._came[-1]) if self._came else None

    @property
    def rate(self) -> float:
        """Frames a second, in the last two seconds."""
        since = self._clock() - _RATE_SECONDS
        came = [moment for moment in self._came.copy() if moment >= since]
        passed = came[-1] - came[0] if came else 0.0
        return round((len(came) - 1) / passed, 2) if passed > 0.0 else 0.0

    def went_on(self) -> bool:
        """Whether there have been frames since this was asked the last time."""
        before, self._seen = self._seen, self.frames
        return self.frames > before
