"""Health: how an engine's camera is, for whoever shows, counts or watches over it."""

import math
from enum import StrEnum

import msgspec


class CameraState(StrEnum):
    """What a camera does."""

    STARTING = "starting"
    """It has given no frame yet."""
    SEEING = "seeing"
    """Frames come."""
    LOST = "lost"
    """Frames came and stay away; they are waited for."""
    ENDED = "ended"
    """The video or recording is over, and no frame will come."""


class Health(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="health"):
    """How the camera called ``camera`` is; told several times a second, whether frames come or not.

    ``cameras`` names all that the engine has. ``rate`` is in frames a second, lately; ``age`` is
    for how many seconds no frame has come, None before the first. ``frames`` have been processed
    and ``dropped`` skipped so far. ``refused`` counts what others sent that was no request, and
    ``apps`` how many listen to this camera.
    """

    camera: str
    cameras: tuple[str, ...]
    state: CameraState
    rate: float
    age: float | None
    frames: int
    dropped: int
    refused: int = 0
    apps: int = 0

    def __post_init__(self) -> None:
        if min(self.frames, self.dropped, self.refused, self.apps) < 0:
            raise ValueError("frames, drops, refusals and apps are counted")
        if not all(math.isfinite(value) and value >= 0.0 for value in (self.rate, self.age or 0.0)):
            raise ValueError("a rate and an age are finite, and 0 or more")
