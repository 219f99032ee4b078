"""What a camera can do: pixel formats, picture sizes and frame rates (Linux, Video4Linux).

The driver is asked, so no picture is taken, and a camera that is in use answers too. See
https://docs.kernel.org/userspace-api/media/v4l/vidioc-enum-fmt.html, -framesizes and
-frameintervals for the questions; a list ends where the driver answers EINVAL.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

_ENUM_FMT, _FORMAT = 0xC0405602, struct.Struct("=III32sI16x")
_ENUM_FRAMESIZES, _SIZE = 0xC02C564A, struct.Struct("=III24s8x")
_ENUM_FRAMEINTERVALS, _INTERVAL = 0xC034564B, struct.Struct("=IIIII24s8x")

_VIDEO_CAPTURE = 1
_DISCRETE = 1
_MOST = 256
"""How long a list can be that is believed to have an end."""


class Mode(NamedTuple):
    """One way in which a camera gives pictures.

    ``pixels`` is the format's four letters, such as MJPG; ``width`` and ``height`` are in pixels,
    the largest where a camera takes any; ``rate`` is pictures a second, 0 where it is not told.
    """

    pixels: str
    width: int
    height: int
    rate: float

    def __str__(self) -> str:
        rate = f" {self.rate:.3g}/s" if self.rate else ""
        return f"{self.pixels} {self.width}x{self.height}{rate}"


def modes(path: Path) -> list[Mode]:
    """The modes of the camera at ``path``, in the driver's order.

    ``OSError`` where it may not be opened.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        return list(_modes(descriptor))
    finally:
        os.close(descriptor)


def _modes(descriptor: int) -> Iterator[Mode]:
    for index in range(_MOST):
        format_ = _ask(descriptor, _ENUM_FMT, _FORMAT, index, _VIDEO_CAPTURE, 0, b"", 0)
        if format_ is None:
            return
        code = format_[-1]
        letters = code.to_bytes(4, "little").decode("ascii", "replace").strip("\0 ")
        for width, height in _sizes(descriptor, code):
            yield Mode(letters, width, height, _rate(descriptor, code, width, height))


def _sizes(descriptor: int, code: int) -> Iterator[tuple[int, int]]:
    """Each size of a format; of a camera that takes any between two, the largest."""
    for index in range(_MOST):
        answer = _ask(descriptor, _ENUM_FRAMESIZES, _SIZE, index, code, 0, b"")
        if answer is None:
            return
        _, _, kind, numbers = answer
        if kind == _DISCRETE:
            yield struct.unpack_from("=II", numbers)
        else:
            _, width, _, _, height, _ = struct.unpack("=6I", numbers)
            yield width, height
            return


def _rate(descriptor: int, code: int, width: int, height: int) -> float:
    """The most pictures a second at a size: one over the shortest interval."""
    fastest = 0.0
    for index in range(_MOST):
        answer = _ask(
            descriptor, _ENUM_FRAMEINTERVALS, _INTERVAL, index, code, width, height, 0, b""
        )
        if answer is None:
            break
        *_, kind, fractions = answer
        seconds, parts = struct.unpack_from("=II", fractions)
        fastest = max(fastest, parts / seconds if seconds else 0.0)
        if kind != _DISCRETE:  # The first of three fractions is the shortest interval.
            break
    return fastest


def _ask(
    descriptor: int, request: int, layout: struct.Struct, *question: int | bytes
) -> tuple[Any, ...] | None:
    """What the driver answers, in ``layout``; None at the end of its list."""
    answer = bytearray(layout.pack(*question))
    try:
        fcntl.ioctl(descriptor, request, answer)
    except OSError:
        return None
    return layout.unpack(answer)
