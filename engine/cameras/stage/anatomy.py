"""The points that a body is made of, and which of them belong to its left and its right."""

from enum import IntEnum, auto
from typing import NamedTuple

from engine.poses.skeleton import KeypointName


class Point(IntEnum):
    """The points of a body: the 17 keypoints first, in their order, then what drawing needs."""

    NOSE = 0
    LEFT_EYE = auto()
    RIGHT_EYE = auto()
    LEFT_EAR = auto()
    RIGHT_EAR = auto()
    LEFT_SHOULDER = auto()
    RIGHT_SHOULDER = auto()
    LEFT_ELBOW = auto()
    RIGHT_ELBOW = auto()
    LEFT_WRIST = auto()
    RIGHT_WRIST = auto()
    LEFT_HIP = auto()
    RIGHT_HIP = auto()
    LEFT_KNEE = auto()
    RIGHT_KNEE = auto()
    LEFT_ANKLE = auto()
    RIGHT_ANKLE = auto()
    LEFT_HEEL = auto()
    RIGHT_HEEL = auto()
    LEFT_TOE = auto()
    RIGHT_TOE = auto()
    LEFT_FOREFINGER = auto()
    RIGHT_FOREFINGER = auto()
    LEFT_LITTLE_FINGER = auto()
    RIGHT_LITTLE_FINGER = auto()
    LEFT_FINGERTIPS = auto()
    RIGHT_FINGERTIPS = auto()
    LEFT_THUMB = auto()
    RIGHT_THUMB = auto()
    LEFT_SLEEVE = auto()
    RIGHT_SLEEVE = auto()
    LEFT_CHEST = auto()
    RIGHT_CHEST = auto()
    LEFT_WAIST = auto()
    RIGHT_WAIST = auto()
    LEFT_HEM = auto()
    RIGHT_HEM = auto()
    LEFT_NECK = auto()
    RIGHT_NECK = auto()
    NECK = auto()
    THROAT = auto()
    HEAD = auto()
    BROW = auto()
    CHIN = auto()
    CROWN = auto()
    NAPE = auto()
    LOCKS = auto()
    CAP = auto()
    FRINGE = auto()
    LEFT_TEMPLE = auto()
    RIGHT_TEMPLE = auto()
    NOSE_BRIDGE = auto()
    LEFT_EYEBROW_IN = auto()
    LEFT_EYEBROW_OUT = auto()
    RIGHT_EYEBROW_IN = auto()
    RIGHT_EYEBROW_OUT = auto()
    LEFT_MOUTH = auto()
    RIGHT_MOUTH = auto()


KEYPOINTS = len(KeypointName)


class Sides(NamedTuple):
    """Which points belong to one side of the body."""

    sign: float
    shoulder: Point
    elbow: Point
    wrist: Point
    forefinger: Point
    little_finger: Point
    fingertips: Point
    thumb: Point
    sleeve: Point
    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    toe: Point


def _side(name: str, sign: float) -> Sides:
    parts = Sides._fields[1:]
    return Sides(sign, *(Point[f"{name}_{part.upper()}"] for part in parts))


LEFT, RIGHT = _side("LEFT", 1.0), _side("RIGHT", -1.0)
