"""Poses, rooms and streams to try apps with."""

from collections.abc import Sequence

import pygame

from engine.poses import (
    Background,
    BackgroundState,
    BackgroundStatus,
    Keypoint,
    KeypointName,
    Pose,
    PoseFrame,
    PoseStream,
    wire,
)

Message = PoseFrame | Background

SIZE = (320, 240)

_STANDING = (
    (0.00, 0.08), (0.02, 0.06), (-0.02, 0.06), (0.04, 0.07), (-0.04, 0.07), (0.11, 0.20),
    (-0.11, 0.20), (0.16, 0.35), (-0.16, 0.35), (0.18, 0.50), (-0.18, 0.50), (0.07, 0.52),
    (-0.07, 0.52), (0.09, 0.75), (-0.08, 0.75), (0.10, 0.97), (-0.09, 0.97),
)  # fmt: skip
"""Where the keypoints of somebody one unit tall are, from the middle of the head's top."""


def person(id_: int = 1, x: float = 0.5, *, top: float = 0.1, height: float = 0.8) -> Pose:
    """Somebody standing upright with the head's top at ``x`` and ``top``."""
    return Pose(
        id_, 0.9, tuple(Keypoint(x + dx * height, top + dy * height, 0.9) for dx, dy in _STANDING)
    )


def with_only(pose: Pose, *names: KeypointName) -> Pose:
    """``pose`` with none but these keypoints found."""
    points = (
        point if name in names else Keypoint(point.x, point.y, 0.0)
        for name, point in zip(KeypointName, pose.keypoints, strict=True)
    )
    return Pose(pose.id, pose.score, tuple(points))


def frame(
    *poses: Pose,
    number: int = 0,
    size: tuple[int, int] = SIZE,
    state: BackgroundState = BackgroundState.READY,
    progress: float = 0.0,
    revision: int = 1,
    rate: float = 25.0,
) -> PoseFrame:
    """Frame ``number`` of a source of ``rate`` frames a second."""
    return PoseFrame(
        frame=number,
        time=number / rate,
        width=size[0],
        height=size[1],
        poses=poses,
        background=BackgroundStatus(state, progress, revision),
        model="test",
    )


def room(revision: int = 1, size: tuple[int, int] = SIZE, colour: str = "#808890") -> Background:
    """An empty room: grey, with a bright window in its upper left quarter."""
    surface = pygame.Surface(size, depth=32)
    surface.fill(colour)
    surface.fill("#E0E8F0", (size[0] // 8, size[1] // 8, size[0] // 4, size[1] // 4))
    return Background(revision, size[0], size[1], pygame.image.tobytes(surface, "RGB"))


def stream(messages: Sequence[Message], *, ended: bool = True) -> PoseStream:
    """A stream that holds ``messages``, as they come off the wire."""
    data = [wire.encode(message) for message in messages]
    poses = PoseStream(lossless=True, capacity=len(data) + 1)
    for message in data:
        poses.deliver(message)
    if ended:
        poses.finish()
    return poses


def pixels(surface: pygame.Surface) -> bytes:
    """All of a surface's pixels, to compare."""
    return pygame.image.tobytes(surface, "RGBA")
