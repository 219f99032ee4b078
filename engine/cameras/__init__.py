"""Cameras: where pictures come from. Pixels in; they stay in the engine."""

import contextlib
import math
from pathlib import Path
from urllib.parse import urlsplit

from engine.cameras.frame import Camera, Frame
from engine.poses.errors import CameraError, UsageError

__all__ = ["SOURCES", "Camera", "Frame", "first_camera", "open_camera"]

SOURCES = "0, /dev/video0, a video, a picture, a folder of pictures, rtsp://…, http://…, stage:NAME"
"""What a source may be, for messages and help."""

Resolution = tuple[int, int]

_STREAMS = {"http", "https", "rtmp", "rtsp", "rtsps", "tcp", "udp"}
_VIDEO_SUFFIXES = {".avi", ".gif", ".m4v", ".mkv", ".mov", ".mp4", ".mpg", ".webm"}


def open_camera(
    source: str, *, resolution: tuple[int, int] | None = None, skip: float = 0.0
) -> Camera:
    """The camera that ``source`` names; it has given its first picture when this returns.

    ``source`` is one of :data:`SOURCES`. An address is a live stream unless its path ends like a
    video file's, ``…/clip.mp4``.

    ``resolution`` is a width and height in pixels. A USB camera is asked for that mode and gives
    the nearest that it has; all other pictures are scaled to fit inside, keeping their shape.

    ``skip`` leaves out the first seconds of what has a beginning. A folder plays at one picture a
    second.

    :class:`CameraError` if the source is missing, busy or unreadable, :class:`UsageError` if it is
    nothing that could be a source, or cannot be skipped.
    """
    _check(source, resolution, skip)
    if source.startswith("stage:"):
        return _open_stage(source.removeprefix("stage:"), resolution, skip)
    if source.isdecimal() or source.startswith("/dev/"):
        _refuse_skip(source, skip)
        return _open_device(source, resolution)
    if "://" in source:
        return _open_address(source, resolution, skip)
    return _open_path(Path(source), resolution, skip)


def first_camera() -> str | None:
    """The first camera of this machine that gives a picture, as a source; None if there is none."""
    from engine.cameras import devices

    for device in devices.capture_devices():
        with contextlib.suppress(CameraError):
            _open_device(str(device.path), None).close()
            return str(device.path)
    return None


def _check(source: str, resolution: Resolution | None, skip: float) -> None:
    if not source:
        raise UsageError(f"a source is missing; it may be {SOURCES}")
    if resolution is not None and min(resolution) < 1:
        raise UsageError(f"a resolution is a width and a height in pixels, not {resolution}")
    if not (math.isfinite(skip) and skip >= 0.0):
        raise UsageError(f"seconds to skip are 0 or more, not {skip}")


def _refuse_skip(source: str, skip: float) -> None:
    if skip > 0.0:
        raise UsageError(f"{source} is live: it has no first {skip:g} seconds to skip")


def _open_stage(name: str, resolution: Resolution | None, skip: float) -> Camera:
    from engine.cameras.stage import open_stage

    return open_stage(name, resolution=resolution, skip=skip)


def _open_device(source: str, resolution: Resolution | None) -> Camera:
    from engine.cameras import opencv
    from engine.cameras.live import LiveCamera

    path = Path(f"/dev/video{source}" if source.isdecimal() else source)
    return LiveCamera(f"camera {path}", lambda: opencv.open_device(path, resolution))


def _open_address(url: str, resolution: Resolution | None, skip: float) -> Camera:
    address = urlsplit(url)
    if address.scheme.lower() not in _STREAMS:
        raise UsageError(f"{address.scheme}:// is no kind of source; it may be {SOURCES}")
    if Path(address.path).suffix.lower() in _VIDEO_SUFFIXES:
        from engine.cameras.files import VideoFile

        return VideoFile(url, resolution=resolution, skip=skip)

    from engine.cameras import opencv
    from engine.cameras.live import LiveCamera

    name = opencv.without_password(url)
    _refuse_skip(name, skip)
    return LiveCamera(name, lambda: opencv.open_stream(url, resolution))


def _open_path(path: Path, resolution: Resolution | None, skip: float) -> Camera:
    from engine.cameras.files import VideoFile
    from engine.cameras.images import Pictures, is_picture

    if not path.exists():
        raise CameraError(f"there is no file {path}; a source may be {SOURCES}")
    if path.is_dir() or is_picture(path):
        return Pictures(path, resolution=resolution, skip=skip)
    return VideoFile(str(path), resolution=resolution, skip=skip)
