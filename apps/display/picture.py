"""Pictures as PNG files."""

import io
from pathlib import Path

import pygame

from apps.display.files import UnfinishedFile, write_whole


def png(surface: pygame.Surface) -> bytes:
    """``surface`` as a PNG file's bytes, the same for the same pixels."""
    file = io.BytesIO()
    pygame.image.save(surface, file, "picture.png")
    return file.getvalue()


class PictureWriter:
    """Writes one of many pictures to ``path`` when it is closed: the newest of the most telling.

    Nothing half-written gets the name; :class:`OutputError` where it cannot be written, at the
    start if there is no such folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: pygame.Surface | None = None
        self._telling = 0
        file = UnfinishedFile(path)
        file.begin()
        file.discard()

    def write(self, surface: pygame.Surface, time: float, *, telling: int = 0) -> None:  # noqa: ARG002
        """Keep a copy of ``surface``, unless a more telling picture is kept already."""
        if telling < self._telling:
            return
        self._telling = telling
        if self._kept is None or self._kept.get_size() != surface.get_size():
            self._kept = surface.copy()
        else:
            self._kept.blit(surface, (0, 0))

    def close(self) -> None:
        """Write the picture; closing twice is harmless."""
        kept, self._kept = self._kept, None
        if kept is not None:
            write_whole(self._path, png(kept))
