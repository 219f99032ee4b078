"""How fast the engine works, over the last frames."""

from collections import deque


class Statistics:
    """Mean inference time and frame rate over the last ``frames`` frames."""

    def __init__(self, frames: int = 200) -> None:
        self._inference_seconds: deque[float] = deque(maxlen=frames)
        self._times: deque[float] = deque(maxlen=frames)

    def update(self, inference_seconds: float, time: float) -> None:
        """Count a frame that was done at ``time`` and took the networks ``inference_seconds``."""
        self._inference_seconds.append(inference_seconds)
        self._times.append(time)

    @property
    def inference_seconds(self) -> float:
        """What the networks took on average; 0 before the first frame."""
        return sum(self._inference_seconds) / max(1, len(self._inference_seconds))

    @property
    def fps(self) -> float:
        """Frames done in a second; 0 before the second frame."""
        if len(self._times) < 2 or self._times[-1] <= self._times[0]:
            return 0.0
        return (len(self._times) - 1) / (self._times[-1] - self._times[0])
