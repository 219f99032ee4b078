"""From frames to music, with settings that can be changed while it plays."""

import threading
from collections import deque
from collections.abc import Callable

from apps.synthesizer.events import Moment
from apps.synthesizer.mapping import Mapping
from apps.synthesizer.output import Output
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import Background, PoseFrame, PoseStream

_KEPT = 600
"""Moments that wait to be drawn, at most: more than a window that hangs is worth."""


class Performance:
    """Plays what ``mapping`` makes of each frame on ``output``.

    :meth:`change` may be called from another thread; the next frame is played with the new
    settings.
    """

    def __init__(self, settings: SynthesizerSettings, output: Output) -> None:
        self._mapping = Mapping(settings)
        self._output = output
        self._next: SynthesizerSettings | None = None

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with other ``settings`` from the next frame on."""
        self._next = settings

    def play(self, frame: PoseFrame) -> Moment:
        """Play ``frame`` and return what it meant; raises what an output is lost with."""
        settings, self._next = self._next, None
        if settings is not None:
            self._mapping.change(settings)
            self._output.change(settings)
        moment = self._mapping.update(frame)
        self._output.play(moment)
        return moment


class Musician:
    """Plays every frame of ``poses`` in a thread of its own, so that no drawing holds music up.

    ``close`` stops it, and ``check`` raises what it failed with. ``played`` counts the frames.
    """

    def __init__(self, poses: PoseStream, performance: Performance) -> None:
        self._poses = poses
        self._performance = performance
        self._new: deque[tuple[Moment, Background | None]] = deque(maxlen=_KEPT)
        self._failure: Exception | None = None
        self.played = 0
        self._thread = threading.Thread(target=self._run, name="musician", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the last frame has been played."""
        return not self._thread.is_alive()

    def take_new(self, show: Callable[[Moment, Background | None], None]) -> None:
        """Give ``show`` what has been played since the last call, oldest first."""
        while self._new:
            show(*self._new.popleft())

    def check(self) -> None:
        """Raise what the stream or an output failed with."""
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """Stop after the frame that is being played."""
        self._poses.close()
        self._thread.join()

    def _run(self) -> None:
        try:
            for frame in self._poses:
                moment = self._performance.play(frame)
                self._new.append((moment, self._poses.background()))
                self.played += 1
        except Exception as error:  # noqa: BLE001 - raised where the window is
            self._failure = error
