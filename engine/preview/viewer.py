"""The loop of the preview: keys in, the newest sight out."""

from typing import NamedTuple

from engine.cameras.scaling import fitted
from engine.detections import Pixels
from engine.preview.overlay import mirrored, overlay
from engine.preview.watch import Sight, Watch
from engine.preview.window import Window

_KEYS = "Esc quit   M mirror   F full screen"
_PATIENCE = 2


class View(NamedTuple):
    """What a drawing depends on besides the sight: ``silence`` is in seconds."""

    size: tuple[int, int]
    mirror: bool
    silence: int


class Viewer:
    """Shows the sights of ``watch`` in ``window`` and obeys the keys."""

    def __init__(self, watch: Watch, window: Window, *, mirror: bool) -> None:
        self._watch = watch
        self._window = window
        self._mirror = mirror
        self._shown: tuple[int, View] | None = None
        self._actions = {
            "escape": window.quit,
            "q": window.quit,
            "f": window.toggle_fullscreen,
            "m": self._toggle_mirror,
        }

    def run(self) -> None:
        """Show what there is until the window is closed or the source ends."""
        while not self._window.closed and not self._over():
            for key in self._window.pressed_keys():
                self._actions.get(key, _nothing)()
            if (sight := self._watch.sight) is not None:
                self._show(sight)
            self._window.wait()

    def _over(self) -> bool:
        """Whether the source has ended; a single picture stays."""
        sight = self._watch.sight
        return self._watch.ended and (sight is None or sight.number > 1)

    def _show(self, sight: Sight) -> None:
        """Draw ``sight``, unless it is on the screen as it is."""
        silence = int(self._watch.clock() - sight.time) if self._watch.live else 0
        view = View(self._window.size, self._mirror, silence)
        if (sight.number, view) != self._shown:
            self._window.show(draw(sight, view))
            self._shown = sight.number, view

    def _toggle_mirror(self) -> None:
        self._mirror = not self._mirror


def draw(sight: Sight, view: View) -> Pixels:
    """The picture of ``sight`` with all that is known about it, as large as fits in ``view``."""
    pixels, tracks = fitted(sight.pixels, view.size), sight.tracks
    if view.mirror:
        pixels, tracks = mirrored(pixels, tracks)
    return overlay(pixels, tracks, sight.colours, description(sight, view.silence))


def description(sight: Sight, silence: int) -> list[str]:
    """What is to be said about ``sight``, which a live camera gave ``silence`` seconds ago."""
    height, width = sight.pixels.shape[:2]
    people = len(sight.tracks.ids)
    lines = [
        f"{people} {'person' if people == 1 else 'people'}   {width} x {height} px",
        f"inference {1000 * sight.inference_seconds:.1f} ms   {sight.fps:.1f} frames/s",
        _KEYS,
    ]
    if sight.dropped:
        lines[1] += f"   {sight.dropped} dropped"
    if silence >= _PATIENCE:
        lines.append(f"no picture for {silence} s: waiting for the camera")
    return lines


def _nothing() -> None:
    """What keys do that have no action."""
