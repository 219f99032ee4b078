"""The loop of the preview: keys and the mouse in, the newest sight out."""

from typing import NamedTuple

from engine.cameras.scaling import fitted
from engine.detections import Pixels
from engine.preview.events import Area, Event, Key
from engine.preview.overlay import mirrored, overlay
from engine.preview.watch import Sight, Watch
from engine.preview.window import Window
from engine.preview.zones.board import Board
from engine.preview.zones.canvas import Canvas
from engine.preview.zones.editor import Sketch

_KEYS = "Esc quit   M mirror   F full screen"
_PATIENCE = 2


class View(NamedTuple):
    """What a picture depends on besides the sight: ``silence`` is in seconds."""

    size: tuple[int, int]
    mirror: bool
    silence: int
    sketch: Sketch | None = None


class Viewer:
    """Shows the sights of ``watch`` in ``window`` and obeys the keys.

    With a ``board``, people can draw on the picture; it stays when the source ends.
    """

    def __init__(
        self, watch: Watch, window: Window, *, mirror: bool, board: Board | None = None
    ) -> None:
        self._watch = watch
        self._window = window
        self._mirror = mirror
        self._board = board
        self._area = Area.centred((1, 1), window.size)
        self._shown: tuple[int, View] | None = None
        self._actions = {
            "close": window.quit,
            "escape": window.quit,
            "q": window.quit,
            "f": window.toggle_fullscreen,
            "f11": window.toggle_fullscreen,
            "m": self._toggle_mirror,
        }

    def run(self) -> None:
        """Show what there is until the window is closed or the source ends."""
        while not self._window.closed and not self._over():
            for event in self._window.events():
                self._obey(event)
            if (sight := self._watch.sight) is not None:
                self._show(sight)
            self._window.wait()

    def _obey(self, event: Event) -> None:
        if self._board is not None and self._board.handle(event, self._area):
            return
        if isinstance(event, Key):
            self._actions.get(event.name, _nothing)()

    def _over(self) -> bool:
        """Whether the source has ended; a single picture stays, and one that is drawn on."""
        sight = self._watch.sight
        if self._board is not None and sight is not None:
            return False
        return self._watch.ended and (sight is None or sight.number > 1)

    def _show(self, sight: Sight) -> None:
        """Draw ``sight``, unless it is on the screen as it is."""
        silence = int(self._watch.clock() - sight.time) if self._watch.live else 0
        sketch = None if self._board is None else self._board.sketch
        view = View(self._window.size, self._mirror, silence, sketch)
        if (sight.number, view) != self._shown:
            picture = draw(sight, view)
            self._area = Area.centred((picture.shape[1], picture.shape[0]), view.size)
            self._window.show(picture)
            self._shown = sight.number, view

    def _toggle_mirror(self) -> None:
        self._mirror = not self._mirror


def draw(sight: Sight, view: View) -> Pixels:
    """The picture of ``sight`` with all that is known about it, as large as fits in ``view``."""
    pixels, tracks = fitted(sight.pixels, view.size), sight.tracks
    if view.mirror:
        pixels, tracks = mirrored(pixels, tracks)
    if view.sketch is None:
        return overlay(pixels, tracks, sight.colours, description(sight, view.silence))
    picture = overlay(pixels, tracks, sight.colours)
    Canvas(picture).sketch(view.sketch, waiting(view.silence))
    return picture


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
    return lines + waiting(silence)


def waiting(silence: int) -> list[str]:
    """What is to be said when a live camera gave its last picture ``silence`` seconds ago."""
    if silence < _PATIENCE:
        return []
    return [f"no picture for {silence} s: waiting for the camera"]


def _nothing() -> None:
    """What keys do that have no action."""
