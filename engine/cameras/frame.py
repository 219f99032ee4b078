"""A picture and the camera that it comes from."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from engine.detections import Pixels


class Frame(NamedTuple):
    """One picture: ``number`` counts the source's frames from 0, ``time`` is in seconds.

    A live camera's time is :func:`time.monotonic` at capture; a file's is its position in the file.
    """

    pixels: Pixels
    number: int
    time: float


class Camera(Protocol):
    """A source of frames.

    ``live`` cameras keep only the newest frame and count the others in ``dropped``; others give
    every frame, as fast as they are asked. ``fps`` is the nominal rate, None where it is unknown.
    """

    live: bool
    fps: float | None
    dropped: int

    def frames(self) -> Iterator[Frame]:
        """The frames, until the source ends or the camera is closed.

        A live camera that goes away is waited for: there are no frames until it is back.
        :class:`engine.poses.errors.CameraError` where nothing can be hoped for.
        """
        ...

    def close(self) -> None:
        """Release the device; iteration ends. Closing twice is harmless."""
        ...
