"""Files that hold what a window would show."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pygame

from apps.display.picture import PictureWriter
from apps.display.video import VideoWriter
from engine.poses import PoseFrame, UsageError

_LARGEST = 3840 * 2160
"""Pixels of what players can be expected to take: 4K."""


class Output(Protocol):
    """Where drawn pictures go."""

    def write(self, surface: pygame.Surface, time: float, *, telling: int = 0) -> None:
        """Take ``surface`` as it is seen at ``time``, in seconds.

        Where only one can be kept it is the most ``telling``, and the newest of those.
        """
        ...

    def close(self) -> None:
        """Finish the file; closing twice is harmless."""
        ...


_KINDS: dict[str, Callable[[Path], Output]] = {".mp4": VideoWriter, ".png": PictureWriter}


def open_output(path: Path) -> Output:
    """The writer for ``path``, by the end of its name; :class:`UsageError` for an unknown kind."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        names = " or ".join(f"NAME{suffix}" for suffix in _KINDS)
        raise UsageError(f"cannot write {path}: an output is called {names}")
    return kind(path)


def surface_for(frame: PoseFrame) -> pygame.Surface:
    """A surface of the camera's size, made smaller if it has more pixels than 4K."""
    scale = min(1.0, math.sqrt(_LARGEST / (frame.width * frame.height)))
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    return pygame.Surface(size, depth=32)
