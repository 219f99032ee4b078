"""The background: the one picture that may leave the engine, after it was vetted as empty."""

from enum import StrEnum

import msgspec


class Background(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="background"):
    """A picture of the scene with nobody in it; only :mod:`engine.vetting` makes one.

    ``pixels`` are RGB, 8 bits a channel, row by row from the top left:
    ``width * height * 3`` bytes. ``revision`` counts the accepted backgrounds of a run from 1.
    """

    revision: int
    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        if self.revision < 1:
            raise ValueError("backgrounds are counted from 1")
        if self.width < 1 or self.height < 1 or len(self.pixels) != self.width * self.height * 3:
            raise ValueError("a background has width x height x 3 bytes")


class BackgroundState(StrEnum):
    """How far the engine is with vetting a background."""

    OFF = "off"
    """Nobody asked for a background."""
    SETTLING = "settling"
    """The camera's exposure and white balance are still moving."""
    WAITING = "waiting"
    """Somebody is, or was a moment ago, in the picture."""
    COLLECTING = "collecting"
    """The scene looks empty and is being watched."""
    READY = "ready"
    """A background has been accepted."""


class BackgroundStatus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of the background when a frame is published.

    ``progress`` runs from 0 to 1 while a background is being collected. ``revision`` is that of the
    background that belongs under this frame's poses, 0 while there is none to be shown.
    """

    state: BackgroundState = BackgroundState.OFF
    progress: float = 0.0
    revision: int = 0

    def __post_init__(self) -> None:
        if not 0.0 <= self.progress <= 1.0:
            raise ValueError("progress runs from 0 to 1")
        if self.revision < 0:
            raise ValueError("a background's revision is a count")
