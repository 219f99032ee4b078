"""Moments as OSC 1.0: messages only, no network. ``docs/osc.md`` describes the messages."""

from collections.abc import Iterable, Iterator, Sequence

from pythonosc.osc_message import OscMessage

from apps.osc.messages import ROOT, bundle, message
from apps.synthesizer.events import Event, Moment, NoteOff, NoteOn, Player

_NOBODY = -1, -1, 0.0, -1.0, -1.0
"""The state of a slot that is empty."""


def music(moment: Moment, events: Iterable[Event], slots: int) -> list[OscMessage]:
    """What is played at ``moment``, and who waits.

    ``events`` are those to be told, and ``slots`` is how many slots there are.
    """
    return [*_notes(events), *_states(moment.players, slots), _waiting(moment.waiting)]


def silence(ends: Iterable[NoteOff], slots: int) -> bytes:
    """A bundle that ends notes and leaves every slot empty."""
    return bundle([*_notes(ends), *_states((), slots)])


def _notes(events: Iterable[Event]) -> Iterator[OscMessage]:
    for event in events:
        match event:
            case NoteOn(player, pitch, velocity):
                yield message(f"{ROOT}/player/{player + 1}/note", pitch, velocity)
            case NoteOff(player, pitch):
                yield message(f"{ROOT}/player/{player + 1}/note", pitch, 0)


def _states(players: Sequence[Player], slots: int) -> Iterator[OscMessage]:
    present = {player.slot: player for player in players}
    for slot in range(slots):
        state = _state(present[slot]) if slot in present else _NOBODY
        yield message(f"{ROOT}/player/{slot + 1}/state", *state)


def _state(player: Player) -> tuple[int, int, float, float, float]:
    pose = -1 if player.pose_id is None else player.pose_id
    pitch = -1 if player.pitch is None else player.pitch
    hand = player.guide.hand if player.guide else None
    x, y = hand or (-1.0, -1.0)
    return pose, pitch, float(player.level), x, y


def _waiting(ids: Sequence[int]) -> OscMessage:
    return message(f"{ROOT}/waiting", *ids)
