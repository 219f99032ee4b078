"""The vetted background as a file, for whoever wants to see what the engine lets out."""

from pathlib import Path

from apps.display.files import write_whole
from apps.display.picture import png
from apps.display.scenery import background_surface
from engine.poses import Background


class BackgroundFile:
    """Writes each accepted background to ``path`` as a PNG; to nowhere if ``path`` is None."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._written: Background | None = None

    def update(self, background: Background | None) -> None:
        """Write ``background`` if it is another one than before.

        :class:`OutputError` where it cannot be written; what was there before is left as it was.
        """
        if self._path is None or background is None or background is self._written:
            return
        write_whole(self._path, png(background_surface(background)))
        self._written = background
