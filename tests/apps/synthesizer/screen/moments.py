"""Moments made by hand, to try the screen with."""

from apps.synthesizer.events import Event, Guide, Moment, NoteOn, Pad, Player
from engine.poses import KeypointName, Pose, PoseFrame
from tests.apps.people import frame, person

PITCHES = (60, 62, 64, 67, 69, 72)
SIZE = (960, 540)
"""Large enough for words."""


def player(
    slot: int = 0, pose: Pose | None = None, pitch: int | None = 64, level: float = 0.5
) -> Player:
    """Whoever has ``slot``, with a guide at the wrists of ``pose``."""
    guide = None
    if pose is not None:
        right = pose.keypoints[KeypointName.RIGHT_WRIST]
        left = pose.keypoints[KeypointName.LEFT_WRIST]
        edges = tuple(0.7 - 0.1 * number for number in range(len(PITCHES) + 1))
        guide = Guide((right.x, right.y), (left.x, left.y), edges)
    return Player(slot, pose.id if pose else None, pitch, level, PITCHES, guide)


def drummer(slot: int, pose: Pose, *, struck: bool) -> Player:
    """Somebody with one drum beside them."""
    pad = Pad((0.1, 0.2), (0.3, 0.5), 36, struck)
    return Player(slot, pose.id, 36 if struck else None, 1.0, (36, 38), pads=(pad,))


def moment(shown: PoseFrame, *players: Player, waiting: tuple[int, ...] = ()) -> Moment:
    """What ``shown`` means: each note that sounds has just begun."""
    events: tuple[Event, ...] = tuple(
        NoteOn(one.slot, one.pitch, 100) for one in players if one.pitch is not None
    )
    return Moment(shown, players, waiting, events)


def solo(number: int = 0, pitch: int | None = 64, level: float = 0.5) -> Moment:
    """One person, who plays."""
    somebody = person()
    shown = frame(somebody, number=number, size=SIZE)
    return moment(shown, player(0, somebody, pitch, level))


def trio(number: int = 0) -> Moment:
    """Three people who play, and one who waits."""
    people = [person(id_, 0.14 + 0.24 * id_, height=0.7) for id_ in range(4)]
    players = [player(slot, people[slot], PITCHES[slot], 0.3 * slot) for slot in range(3)]
    return moment(frame(*people, number=number, size=SIZE), *players, waiting=(3,))


def nobody(number: int = 0) -> Moment:
    """An empty scene."""
    return moment(frame(number=number, size=SIZE))
