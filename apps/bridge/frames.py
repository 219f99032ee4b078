"""The frames that bridges tell of, and what they tell when none come."""

from collections.abc import Iterator

import msgspec

from engine.poses import PoseFrame, PoseStream

SILENCE_SECONDS = 1.0
"""After so long without a frame, those who were there may have left."""


def frames_and_silence(
    poses: PoseStream, silence: float = SILENCE_SECONDS
) -> Iterator[PoseFrame | None]:
    """Every frame in order, and None whenever none has come for ``silence`` seconds.

    Raises what the stream failed with.
    """
    while not poses.ended:
        frame = poses.next_frame(silence)
        if frame is not None or not poses.ended:
            yield frame


def frames_and_nobody(poses: PoseStream, silence: float = SILENCE_SECONDS) -> Iterator[PoseFrame]:
    """Every frame in order; when they stay away, the last one once more :func:`without_people`.

    So that nobody goes on drawing people who may have left.
    """
    last = None
    for frame in frames_and_silence(poses, silence):
        if frame is not None:
            last = frame
            yield frame
        elif last is not None and last.poses:
            last = without_people(last)
            yield last


def without_people(frame: PoseFrame) -> PoseFrame:
    """``frame`` as if nobody had been found in it."""
    return msgspec.structs.replace(frame, poses=())
