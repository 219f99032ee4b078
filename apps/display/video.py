"""Films: H.264 in MP4, the kind that every browser plays."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import pygame
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from apps.display.files import UnfinishedFile
from engine.poses import OutputError

_TICKS = 90_000
"""The clock of MPEG: ticks a second."""

_QUALITY = {"preset": "veryfast", "crf": "18", "mbtree": "0"}
"""Without its tree of macroblocks x264 gives the same bytes for the same pictures; with it, not."""

_BT709 = 1
_LIMITED_RANGE = 1


class VideoWriter:
    """Writes pictures with their times to ``path``, all in the first one's size.

    Each picture stays until the time of the next, so that uneven rates and gaps are kept as they
    were. H.264 wants even sides: an odd one is stretched by a pixel. The film grows as NAME.part
    and gets its name when it is closed, so that nothing half-written is taken for whole;
    :class:`OutputError` where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._file = UnfinishedFile(path)
        self._stream: VideoStream | None = None
        self._start = 0.0
        self._tick = -1
        self._pause = _TICKS // 25
        self._open = True
        self._file.begin()
        with self._file.attempt(av.FFmpegError):
            self._container = av.open(
                f"file:{self._file.partial}", "w", format="mp4", options={"movflags": "+faststart"}
            )

    def write(self, surface: pygame.Surface, time: float, *, telling: int = 0) -> None:  # noqa: ARG002
        """Append ``surface`` as it is seen at ``time``, in seconds."""
        if self._stream is None:
            self._stream = self._begin(surface.get_size())
            self._start = time
        tick = max(round((time - self._start) * _TICKS), self._tick + 1)
        if self._tick >= 0:
            self._pause = tick - self._tick
        self._tick = tick
        frame = _as_frame(surface).reformat(
            self._stream.width, self._stream.height, "yuv420p", dst_colorspace=Colorspace.ITU709
        )
        frame.pts, frame.time_base = tick, Fraction(1, _TICKS)
        self._encode(self._stream, frame)

    def close(self) -> None:
        """Finish the film; closing twice is harmless, and a film without a picture is no file."""
        if not self._open:
            return
        if self._stream is None:
            self._abandon()
            return
        self._encode(self._stream, None)
        with self._file.attempt(av.FFmpegError):
            self._open = False
            self._container.close()
        self._file.finish()

    def _begin(self, size: tuple[int, int]) -> VideoStream:
        stream = self._container.add_stream("libx264", rate=25, options=_QUALITY)
        stream.width, stream.height = (side + side % 2 for side in size)
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = stream.time_base = Fraction(1, _TICKS)
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED_RANGE
        return stream

    def _encode(self, stream: VideoStream, frame: VideoFrame | None) -> None:
        try:
            with self._file.attempt(av.FFmpegError):
                for packet in stream.encode(frame):
                    packet.duration = self._pause
                    self._container.mux(packet)
        except OutputError:
            self._abandon()
            raise

    def _abandon(self) -> None:
        self._open = False
        with suppress(av.FFmpegError):
            self._container.close()
        self._file.discard()


def _as_frame(surface: pygame.Surface) -> VideoFrame:
    width, height = surface.get_size()
    frame = VideoFrame(width, height, "rgb24")
    plane = frame.planes[0]
    plane.update(pygame.image.tobytes(surface, "RGB", pitch=plane.line_size))
    return frame
