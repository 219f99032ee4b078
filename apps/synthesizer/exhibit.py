"""The synthesizer in a window, for visitors."""

import time
from collections.abc import Callable

from apps.display.controls import Controls
from apps.display.viewport import Size
from apps.display.window import Window
from apps.synthesizer.choices import next_instruments, next_key, next_scale
from apps.synthesizer.events import Moment
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.performance import Musician
from apps.synthesizer.screen.picture import Picture
from apps.synthesizer.screen.stage import Stage, View
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import Background, PoseStream
from engine.poses.live_settings import LiveSettings

_REFRESH_RATE = 60.0


class Exhibit:
    """Shows what ``musician`` plays in ``window`` and answers its keys.

    ``clock`` is in seconds and only tells how long the camera has been silent.
    """

    def __init__(
        self,
        poses: PoseStream,
        musician: Musician,
        settings: LiveSettings[SynthesizerSettings],
        window: Window,
        band: Band,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._poses = poses
        self._musician = musician
        self._settings = settings
        self._window = window
        self._band = band
        self._clock = clock
        self._stage = Stage(settings.now)
        self._picture = Picture(settings.now)
        self._newest_came = clock()
        self._shown: tuple[View, Size] | None = None
        own = {
            "s": lambda: settings.choose(next_scale),
            "k": lambda: settings.choose(next_key),
            "i": lambda: settings.choose(next_instruments),
        }
        self._controls = Controls(window, poses, mirror=settings.now.mirror, more=own)
        settings.tell(self._change)

    def run(self) -> None:
        """Show until the music ends, or raises its failure, or the window is closed."""
        while self.step():
            self._window.wait(_REFRESH_RATE)

    def step(self) -> bool:
        """Answer keys and show what is new; False once there is nothing more to show."""
        self._controls.answer()
        if self._window.closed:
            return False
        self._settings.look()
        self._musician.take_new(self._update)
        self._draw()
        self._musician.check()
        return not self._musician.ended

    def _update(self, moment: Moment, background: Background | None) -> None:
        self._newest_came = self._clock()
        self._stage.update(moment, background)

    def _draw(self) -> None:
        silent = self._clock() - self._newest_came > self._settings.now.silent_after
        view = self._stage.view(
            mirror=self._controls.mirror,
            help=self._controls.help,
            silent=silent,
            away=self._poses.stale,
            lost=self._band.lost,
        )
        surface = self._window.surface
        wanted = view, surface.get_size()
        if wanted != self._shown:
            self._picture.draw(surface, view)
            self._window.show()
            self._shown = wanted

    def _change(self, settings: SynthesizerSettings) -> None:
        self._picture = Picture(settings)
        self._stage.change(settings)
        self._shown = None
