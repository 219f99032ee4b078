"""OpenCV's video capture: devices, streams and files, with one clear line where they fail.

OpenCV and FFmpeg write their own lines to stderr when something cannot be opened; they are told
not to, because what went wrong is said by the :class:`CameraError` that is raised.
"""

import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit, urlunsplit

os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

import cv2

from engine.cameras import devices
from engine.cameras.scaling import fitted
from engine.detections import Pixels
from engine.poses.errors import CameraError

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

_TIMEOUT_MS = 5000
_HIGHEST_FPS = 300.0
_PORTS = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322, "rtmp": 1935}
_TIMEOUTS = (
    *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _TIMEOUT_MS),
    *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, _TIMEOUT_MS),
)


class LiveCapture:
    """A device or stream that is open; ``resolution`` scales its pictures where it is given."""

    def __init__(
        self, capture: cv2.VideoCapture, resolution: tuple[int, int] | None = None
    ) -> None:
        self._capture = capture
        self._resolution = resolution
        self.fps = nominal_fps(capture)

    def read(self) -> Pixels | None:
        """The next picture, waiting for it; None if there is none. The wait may never end."""
        try:
            read, pixels = self._capture.read()
        except cv2.error:
            return None
        return fitted(cast(Pixels, pixels), self._resolution) if read else None

    def stamp(self) -> float:
        """The driver's time stamp of the last picture; 0 or less where it gives none."""
        return self._capture.get(cv2.CAP_PROP_POS_MSEC)

    def release(self) -> None:
        """Let go of the device."""
        self._capture.release()


def open_device(path: Path, resolution: tuple[int, int] | None) -> LiveCapture:
    """The camera at ``path``, such as ``/dev/video0``, asked for the mode nearest ``resolution``.

    A mode is asked for in MJPEG, in which USB 2 cameras reach their full rate at any size.
    :class:`CameraError` if it is absent, busy, forbidden, or no camera.
    """
    number = devices.number(path)
    capture = None if number is None else _capture(number, cv2.CAP_V4L2)
    if capture is None:
        raise CameraError(f"camera {path} {devices.why_not(path)}")
    if resolution is not None:
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, resolution[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, resolution[1])
    return LiveCapture(capture)


def open_stream(url: str, resolution: tuple[int, int] | None) -> LiveCapture:
    """The live stream at ``url``, its pictures scaled to fit in ``resolution``.

    :class:`CameraError` if it cannot be reached or sends no video.
    """
    capture = _capture(url, cv2.CAP_FFMPEG, _TIMEOUTS)
    if capture is None:
        raise CameraError(f"{without_password(url)} {_why_unreachable(url)}")
    return LiveCapture(capture, resolution)


def open_file(source: str) -> cv2.VideoCapture:
    """The video file at the path or URL ``source``; :class:`CameraError` if it is none."""
    remote = "://" in source
    capture = _capture(source, cv2.CAP_FFMPEG, _TIMEOUTS if remote else ())
    if capture is None:
        why = _why_unreachable(source) if remote else "is not a video that can be read"
        raise CameraError(f"{without_password(source)} {why}")
    return capture


def nominal_fps(capture: cv2.VideoCapture) -> float | None:
    """The frame rate that ``capture`` states, None if it states none that can be true."""
    fps = capture.get(cv2.CAP_PROP_FPS)
    return fps if 0.0 < fps <= _HIGHEST_FPS else None


def without_password(url: str) -> str:
    """``url`` as it may be shown: without user and password."""
    address = urlsplit(url)
    return urlunsplit(address._replace(netloc=address.netloc.rpartition("@")[2]))


def _capture(
    source: str | int, backend: int, parameters: Sequence[int] = ()
) -> cv2.VideoCapture | None:
    capture = cv2.VideoCapture(source, backend, parameters)
    if capture.isOpened():
        return capture
    capture.release()
    return None


def _why_unreachable(url: str) -> str:
    address = urlsplit(url)
    try:
        port = address.port or _PORTS[address.scheme.lower()]
        socket.create_connection((address.hostname or "", port), _TIMEOUT_MS / 1000).close()
    except OSError as error:
        return f"cannot be reached: {error.strerror or error}"
    except (KeyError, ValueError):
        return "is not an address that can be reached"
    return "answers, but sends no video"
