"""Frames as JSON, for those who draw; ``docs/websocket.md`` describes it."""

import msgspec

from engine.poses import KeypointName, Pose, PoseFrame

VERSION = 1
"""Of the messages: another one where a field is taken away or means something else."""

_POSITION_DIGITS = 5
_SCORE_DIGITS = 3
_TIME_DIGITS = 6


class Point(msgspec.Struct, frozen=True):
    """A keypoint: ``x`` and ``y`` in units of the picture's width and height, from its corner."""

    x: float
    y: float
    score: float


class Person(msgspec.Struct, frozen=True):
    """A pose: those of its keypoints that were found, by name."""

    id: int
    score: float
    keypoints: dict[str, Point]


class Message(msgspec.Struct, frozen=True):
    """What a page is told of one frame."""

    version: int
    frame: int
    time: float
    width: int
    height: int
    poses: list[Person]


_encoder = msgspec.json.Encoder()


def as_json(frame: PoseFrame) -> str:
    """The JSON text of ``frame``."""
    return _encoder.encode(as_message(frame)).decode()


def as_message(frame: PoseFrame) -> Message:
    """``frame`` in the shape of a message."""
    return Message(
        version=VERSION,
        frame=frame.frame,
        time=round(frame.time, _TIME_DIGITS),
        width=frame.width,
        height=frame.height,
        poses=[_person(pose) for pose in frame.poses],
    )


def _person(pose: Pose) -> Person:
    found = {
        name.label: Point(
            round(point.x, _POSITION_DIGITS),
            round(point.y, _POSITION_DIGITS),
            round(point.score, _SCORE_DIGITS),
        )
        for name, point in zip(KeypointName, pose.keypoints, strict=True)
        if point.found
    }
    return Person(pose.id, round(pose.score, _SCORE_DIGITS), found)
