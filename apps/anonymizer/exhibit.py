"""The anonymizer in a window, for visitors."""

import time
from collections.abc import Callable

from apps.anonymizer.background_file import BackgroundFile
from apps.anonymizer.picture import Picture
from apps.anonymizer.scene import Scene, View
from apps.anonymizer.settings import AnonymizerSettings
from apps.display.controls import Controls
from apps.display.viewport import Size
from apps.display.window import Window
from engine.poses import PoseFrame, PoseStream

_REFRESH_RATE = 60.0


class Exhibit:
    """Shows the newest frame of ``poses`` in ``window`` and answers its keys.

    ``clock`` is in seconds and only tells how long the camera has been silent.
    """

    def __init__(
        self,
        poses: PoseStream,
        settings: AnonymizerSettings,
        window: Window,
        background_file: BackgroundFile,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._poses = poses
        self._settings = settings
        self._window = window
        self._background_file = background_file
        self._clock = clock
        self._scene = Scene(settings)
        self._picture = Picture(settings)
        self._newest: PoseFrame | None = None
        self._newest_came = clock()
        self._shown: tuple[View, Size] | None = None
        self._controls = Controls(window, poses, mirror=settings.mirror)

    def run(self) -> None:
        """Show until the stream ends, or raises its failure, or the window is closed."""
        while self.step():
            self._window.wait(_REFRESH_RATE)

    def step(self) -> bool:
        """Answer keys and show what is new; False once there is nothing more to show."""
        self._controls.answer()
        if self._window.closed:
            return False
        self._look()
        self._draw()
        return not self._poses.ended

    def _look(self) -> None:
        """Take the newest frame, if there is a newer one than before."""
        frame = self._poses.latest()
        if frame is not None and frame is not self._newest:
            self._newest = frame
            self._newest_came = self._clock()
            background = self._poses.background()
            self._background_file.update(background)
            self._scene.update(frame, background)

    def _draw(self) -> None:
        silent = self._clock() - self._newest_came > self._settings.silent_after
        view = self._scene.view(
            mirror=self._controls.mirror,
            help=self._controls.help,
            silent=silent,
            away=self._poses.stale,
        )
        surface = self._window.surface
        wanted = view, surface.get_size()
        if wanted != self._shown:
            self._picture.draw(surface, view)
            self._window.show()
            self._shown = wanted
