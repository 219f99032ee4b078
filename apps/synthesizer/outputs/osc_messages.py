"""Moments as OSC 1.0: messages only, no network. ``docs/osc.md`` describes the messages."""

from collections.abc import Iterable, Iterator, Sequence

from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from apps.synthesizer.events import Event, Moment, NoteOff, NoteOn, Player
from engine.poses import Pose, PoseFrame

_ROOT = "/skeleton-crew"
_MOST_POSES = 25
"""In a bundle, so that it stays below the 9216 bytes that macOS has for a datagram."""

_INT_MASK = 0x7FFFFFFF
_LARGEST_FLOAT = 3.4e38
_NOBODY = -1, -1, 0.0, -1.0, -1.0
"""The state of a slot that is empty."""


def bundles(moment: Moment, events: Iterable[Event], seconds: float, slots: int) -> list[bytes]:
    """``moment`` as one bundle, or more where there is a crowd; each begins with the same frame.

    ``events`` are those to be told, ``seconds`` is the moment's time, and ``slots`` is how many
    slots there are.
    """
    first = _frame(moment.frame, seconds)
    poses = [_pose(pose) for pose in moment.frame.poses]
    rest = [*_notes(events), *_states(moment.players, slots), _waiting(moment.waiting)]
    crowd = range(_MOST_POSES, len(poses), _MOST_POSES)
    return [
        bundle([first, *rest, *poses[:_MOST_POSES]]),
        *(bundle([first, *poses[start : start + _MOST_POSES]]) for start in crowd),
    ]


def silence(ends: Iterable[NoteOff], slots: int) -> bytes:
    """A bundle that ends notes and leaves every slot empty."""
    return bundle([*_notes(ends), *_states((), slots)])


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
    return message(f"{_ROOT}/frame", number, milliseconds, frame.width, frame.height)


def _notes(events: Iterable[Event]) -> Iterator[OscMessage]:
    for event in events:
        match event:
            case NoteOn(player, pitch, velocity):
                yield message(f"{_ROOT}/player/{player + 1}/note", pitch, velocity)
            case NoteOff(player, pitch):
                yield message(f"{_ROOT}/player/{player + 1}/note", pitch, 0)


def _states(players: Sequence[Player], slots: int) -> Iterator[OscMessage]:
    present = {player.slot: player for player in players}
    for slot in range(slots):
        state = _state(present[slot]) if slot in present else _NOBODY
        yield message(f"{_ROOT}/player/{slot + 1}/state", *state)


def _state(player: Player) -> tuple[int, int, float, float, float]:
    pose = -1 if player.pose_id is None else player.pose_id
    pitch = -1 if player.pitch is None else player.pitch
    hand = player.guide.hand if player.guide else None
    x, y = hand or (-1.0, -1.0)
    return pose, pitch, float(player.level), x, y


def _waiting(ids: Sequence[int]) -> OscMessage:
    return message(f"{_ROOT}/waiting", *ids)


def _pose(pose: Pose) -> OscMessage:
    points = (float(value) for point in pose.keypoints for value in (point.x, point.y, point.score))
    return message(f"{_ROOT}/pose", pose.id, float(pose.score), *points)
