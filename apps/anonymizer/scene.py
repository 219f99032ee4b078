"""What is to be seen, as it follows from the engine's messages."""

from collections import deque
from typing import NamedTuple

import msgspec

from apps.anonymizer.settings import AnonymizerSettings
from apps.display.colours import ColourAssignment
from apps.display.words import language_at
from engine.poses import Background, PoseFrame

_RATE_SECONDS = 2.0


class View(NamedTuple):
    """All that a picture depends on.

    ``frame`` is None before the first one. ``background`` is only there if it belongs under
    ``frame``. ``colours`` has one entry for each pose of ``frame``, and ``rate`` is in frames a
    second, None while it is not known. ``silent`` says that the camera gives nothing at the moment,
    and ``away`` that there is no engine.
    """

    frame: PoseFrame | None
    background: Background | None
    colours: tuple[str, ...]
    rate: int | None
    language: str
    mirror: bool = False
    help: bool = False
    silent: bool = False
    away: bool = False

    @property
    def telling(self) -> int:
        """How much there is to be seen: the joints in the scene, 0 while that is not shown."""
        if self.frame is None or self.background is None:
            return 0
        points = (point for pose in self.frame.poses for point in pose.keypoints)
        return sum(point.found and 0 <= point.x <= 1 and 0 <= point.y <= 1 for point in points)


class Scene:
    """Keeps what is to be seen up to date, frame by frame; asks no clock but the frames' own."""

    def __init__(self, settings: AnonymizerSettings) -> None:
        self._settings = settings
        self._assignment = ColourAssignment(settings.colours)
        self._times: deque[float] = deque()
        self._start: float | None = None
        self._frame: PoseFrame | None = None
        self._background: Background | None = None
        self._colours: tuple[str, ...] = ()

    def update(self, frame: PoseFrame, background: Background | None) -> None:
        """Take the newest frame and the background that the stream has for it."""
        self._frame = frame
        belongs = background is not None and background.revision == frame.background.revision
        self._background = background if belongs else None
        self._colours = self._assignment.update(pose.id for pose in frame.poses)
        if self._times and frame.time < self._times[-1]:
            self._times.clear()
        self._times.append(frame.time)
        while self._times[-1] - self._times[0] > _RATE_SECONDS:
            self._times.popleft()
        self._start = frame.time if self._start is None else self._start

    def view(
        self,
        *,
        mirror: bool,
        help: bool = False,  # noqa: A002
        silent: bool = False,
        away: bool = False,
    ) -> View:
        """What is to be drawn; nobody where the camera is ``silent`` or the engine ``away``."""
        silent = silent or away
        frame, colours = self._frame, self._colours
        if silent and frame is not None:
            frame, colours = msgspec.structs.replace(frame, poses=()), ()
        return View(
            frame=frame,
            background=self._background,
            colours=colours,
            rate=self._rate(),
            language=self._language(),
            mirror=mirror,
            help=help,
            silent=silent,
            away=away,
        )

    def _rate(self) -> int | None:
        passed = self._times[-1] - self._times[0] if self._times else 0.0
        return round((len(self._times) - 1) / passed) if passed > 0.0 else None

    def _language(self) -> str:
        start = self._start or 0.0
        time = start if self._frame is None else self._frame.time
        return language_at(time - start, self._settings.languages, self._settings.language_seconds)
