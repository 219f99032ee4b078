"""People whose hands are where a test wants them, and what the mapping makes of them."""

from collections.abc import Iterable
from typing import Any

from apps.synthesizer.events import Event, Loudness, Moment, NoteOff, NoteOn
from apps.synthesizer.mapping import Mapping
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings
from engine.poses import BackgroundStatus, Keypoint, KeypointName, Pose, PoseFrame

K = KeypointName

HEAD = K.NOSE, K.LEFT_EYE, K.RIGHT_EYE, K.LEFT_EAR, K.RIGHT_EAR
HIPS = K.LEFT_HIP, K.RIGHT_HIP
RATE = 30.0
SIZE = (1600, 900)
REST = -0.1


def dancer(
    id_: int = 1,
    right: float = REST,
    left: float = REST,
    *,
    x: float = 0.9,
    hips: float = 0.6,
    torso: float = 0.2,
    aside: float = 0.8,
    hidden: Iterable[KeypointName] = (),
    size: tuple[int, int] = SIZE,
) -> Pose:
    """Somebody facing the camera, the wrists ``right`` and ``left`` torsos above the hips.

    ``x``, ``hips`` (their y) and ``torso`` are in heights of the picture.
    """
    places = {K.RIGHT_WRIST: (-aside, right), K.LEFT_WRIST: (aside, left)}
    places |= {K.RIGHT_SHOULDER: (-0.35, 1.0), K.LEFT_SHOULDER: (0.35, 1.0)}
    places |= {K.RIGHT_HIP: (-0.2, 0.0), K.LEFT_HIP: (0.2, 0.0)}
    places |= dict.fromkeys(HEAD, (0.0, 1.4))
    aspect = size[0] / size[1]
    points = [Keypoint(0.0, 0.0, 0.0)] * len(K)
    for joint, (dx, up) in places.items():
        if joint not in hidden:
            points[joint] = Keypoint((x + dx * torso) / aspect, hips - up * torso, 0.9)
    return Pose(id_, 0.9, tuple(points))


def frame(
    number: float, *poses: Pose, size: tuple[int, int] = SIZE, time: float | None = None
) -> PoseFrame:
    return PoseFrame(
        frame=int(abs(number)),
        time=number / RATE if time is None else time,
        width=size[0],
        height=size[1],
        poses=poses,
        background=BackgroundStatus(),
        model="test",
    )


def settings(**changes: Any) -> SynthesizerSettings:
    """Settings with three who play alike, eleven notes from middle C, but for the ``changes``."""
    return SynthesizerSettings(**({"players": (PlayerSettings(),) * 3} | changes))


class Stage:
    """A mapping, frame by frame; a frame is a list of poses."""

    def __init__(self, given: SynthesizerSettings | None = None) -> None:
        self.mapping = Mapping(given or settings())
        self.number = 0

    def play(self, *poses: Pose, frames: int = 1) -> list[Event]:
        """The events of ``frames`` frames with these people."""
        return [event for moment in self.moments(*poses, frames=frames) for event in moment.events]

    def moment(self, *poses: Pose) -> Moment:
        return self.moments(*poses)[0]

    def moments(self, *poses: Pose, frames: int = 1) -> list[Moment]:
        told = []
        for _ in range(frames):
            told.append(self.mapping.update(frame(self.number, *poses)))
            self.number += 1
        return told

    def wait(self, seconds: float) -> None:
        """Let time pass without any frame."""
        self.number += round(seconds * RATE)


def notes(events: Iterable[Event]) -> list[tuple[str, int]]:
    """What begins and ends, as ``("on", 60)``."""
    told = []
    for event in events:
        if isinstance(event, NoteOn):
            told.append(("on", event.pitch))
        elif isinstance(event, NoteOff):
            told.append(("off", event.pitch))
    return told


def levels(events: Iterable[Event]) -> list[float]:
    return [event.level for event in events if isinstance(event, Loudness)]
