"""The keys that every window answers."""

from collections.abc import Callable, Mapping

from apps.display.window import Window
from engine.poses import PoseStream


class Controls:
    """What the keys of ``window`` have set: whether it shows a ``mirror``, and the ``help``.

    ``more`` are an app's own keys, by their names, and what each does.
    """

    def __init__(
        self,
        window: Window,
        poses: PoseStream,
        *,
        mirror: bool,
        more: Mapping[str, Callable[[], None]] | None = None,
    ) -> None:
        self.mirror = mirror
        self.help = False
        self._window = window
        self._actions: dict[str, Callable[[], None]] = {
            "f": window.toggle_fullscreen,
            "m": self._toggle_mirror,
            "b": poses.renew_background,
            "h": self._toggle_help,
            "q": self._quit,
            "escape": self._quit,
            **(more or {}),
        }

    def answer(self) -> None:
        """Do what the keys say that have been pressed since the last call; others do nothing."""
        for key in self._window.pressed_keys():
            if key in self._actions:
                self._actions[key]()

    def _toggle_mirror(self) -> None:
        self.mirror = not self.mirror

    def _toggle_help(self) -> None:
        self.help = not self.help

    def _quit(self) -> None:
        self._window.closed = True
