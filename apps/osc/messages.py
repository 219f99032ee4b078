"""Frames and poses as OSC 1.0: messages only, no network. ``docs/osc.md`` describes them."""

from collections.abc import Iterable

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from engine.poses import Pose, PoseFrame

ROOT = "/skeleton-crew"
"""Where the address of each message begins."""

_MOST_POSES = 25
"""In a bundle, so that it stays below the 9216 bytes that macOS has for a datagram."""

_INT_MASK = 0x7FFFFFFF
_LARGEST_FLOAT = 3.4e38


def frame_bundles(
    frame: PoseFrame, seconds: float, others: Iterable[OscMessage] = ()
) -> list[bytes]:
    """``frame`` as one bundle, or more where there is a crowd; each begins with the same frame.

    ``seconds`` is the frame's time. ``others`` are messages that belong to the frame: they come
    before the poses.
    """
    first = _frame(frame, seconds)
    poses = [_pose(pose) for pose in frame.poses]
    crowd = range(_MOST_POSES, len(poses), _MOST_POSES)
    return [
        bundle([first, *others, *poses[:_MOST_POSES]]),
        *(bundle([first, *poses[start : start + _MOST_POSES]]) for start in crowd),
    ]


def bundle(messages: Iterable[OscMessage]) -> bytes:
    """Messages that belong together, to be acted upon at once."""
    builder = OscBundleBuilder(IMMEDIATELY)
    for content in messages:
        builder.add_content(content)
    return builder.build().dgram


def message(address: str, *arguments: float) -> OscMessage:
    """An OSC message; whole numbers go as 32-bit integers, others as 32-bit floats."""
    builder = OscMessageBuilder(address)
    for argument in arguments:
        if isinstance(argument, int):
            builder.add_arg(argument, OscMessageBuilder.ARG_TYPE_INT)
        else:
            within = max(-_LARGEST_FLOAT, min(argument, _LARGEST_FLOAT))
            builder.add_arg(within, OscMessageBuilder.ARG_TYPE_FLOAT)
    return builder.build()


def _frame(frame: PoseFrame, seconds: float) -> OscMessage:
    number, milliseconds = frame.frame & _INT_MASK, round(1000 * seconds) & _INT_MASK
    return message(f"{ROOT}/frame", number, milliseconds, frame.width, frame.height)


def _pose(pose: Pose) -> OscMessage:
    points = (float(value) for point in pose.keypoints for value in (point.x, point.y, point.score))
    return message(f"{ROOT}/pose", pose.id, float(pose.score), *points)
