"""The part of somebody who plays drums: pads in the air that either hand strikes."""

import math
from typing import NamedTuple

from apps.synthesizer.events import Event, Loudness, NoteOff, NoteOn, Pad, Player
from apps.synthesizer.instruments import drum_key
from apps.synthesizer.mapping.body import Body, Place
from apps.synthesizer.settings import PadSettings, SynthesizerSettings
from engine.poses import KeypointName

_HANDS = KeypointName.LEFT_WRIST, KeypointName.RIGHT_WRIST

_LENGTH = 0.1
"""Seconds from the beginning of a stroke to its end."""

_SOFTEST, _LOUDEST = 40, 127
_FASTEST = 4.5
"""The speed in torso lengths a second that sounds loudest."""

_MARGIN = 0.08
"""How far in torso lengths a hand must leave a pad before it can strike it again."""


class _Hand(NamedTuple):
    """Where a hand was when it was last found, and which pads, by number, it was in."""

    place: Place
    time: float
    inside: frozenset[int]


class Drums:
    """What the player of one slot strikes; :class:`UnknownNameError` for an unknown sound."""

    def __init__(self, slot: int, settings: SynthesizerSettings) -> None:
        self._slot = slot
        self._hold = settings.slots.hold
        self._pads = settings.pads
        self._keys = tuple(drum_key(pad.sound) for pad in settings.pads)
        self._hands: dict[KeypointName, _Hand] = {}
        self._struck: dict[int, float] = {}
        """When each key that still sounds was struck."""
        self._level = 0.0
        self._body_seen = 0.0

    def update(self, body: Body | None, time: float) -> list[Event]:
        """What changes at ``time``, when the player is as ``body`` says, None if not found."""
        if body is not None:
            self._body_seen = time
        events = self._ended(time)
        events += self._presence(abs(time - self._body_seen) < self._hold)
        for joint in _HANDS:
            place = body.place(joint) if body is not None else None
            events += self._strokes(joint, place, time)
        return events

    def silence(self) -> list[Event]:
        """End every stroke that sounds."""
        ended: list[Event] = [NoteOff(self._slot, key) for key in self._struck]
        self._struck.clear()
        return ended

    def leave(self) -> list[Event]:
        """End everything, and be ready for somebody else."""
        self._hands.clear()
        return self.silence() + self._presence(False)

    def player(self, pose_id: int | None, body: Body | None) -> Player:
        """The player as they are now."""
        pads = self._regions(body) if body is not None and body.found else ()
        pitch = next(reversed(self._struck), None)
        sounds = tuple(sorted(set(self._keys)))
        return Player(self._slot, pose_id, pitch, self._level, sounds, pads=pads)

    def _ended(self, time: float) -> list[Event]:
        over = [key for key, since in self._struck.items() if abs(time - since) >= _LENGTH]
        for key in over:
            del self._struck[key]
        return [NoteOff(self._slot, key) for key in over]

    def _presence(self, present: bool) -> list[Event]:
        level = 1.0 if present else 0.0
        if level == self._level:
            return []
        self._level = level
        return [Loudness(self._slot, level)]

    def _strokes(self, joint: KeypointName, place: Place | None, time: float) -> list[Event]:
        """The pads that a hand enters; one that was not found just before strikes none."""
        before = self._hands.get(joint)
        if before is not None and abs(time - before.time) >= self._hold:
            before = None
            del self._hands[joint]
        if place is None:
            return []
        hand = self._hands[joint] = _Hand(place, time, self._inside(place, before))
        if before is None or time <= before.time:
            return []
        velocity = _velocity(math.dist(place, before.place) / (time - before.time))
        entered = sorted(hand.inside - before.inside)
        return [event for pad in entered for event in self._stroke(pad, velocity, time)]

    def _stroke(self, pad: int, velocity: int, time: float) -> list[Event]:
        key = self._keys[pad]
        ended: list[Event] = [NoteOff(self._slot, key)] if key in self._struck else []
        self._struck.pop(key, None)
        self._struck[key] = time
        return [*ended, NoteOn(self._slot, key, velocity)]

    def _inside(self, place: Place, before: _Hand | None) -> frozenset[int]:
        was_inside = before.inside if before is not None else frozenset()
        return frozenset(
            number
            for number, pad in enumerate(self._pads)
            if _contains(pad, place, _MARGIN if number in was_inside else 0.0)
        )

    def _regions(self, body: Body) -> tuple[Pad, ...]:
        inside = frozenset().union(*(hand.inside for hand in self._hands.values()))
        return tuple(
            _region(body, pad, key, number in inside)
            for number, (pad, key) in enumerate(zip(self._pads, self._keys, strict=True))
        )


def _velocity(speed: float) -> int:
    share = min(speed / _FASTEST, 1.0)
    return round(_SOFTEST + share * (_LOUDEST - _SOFTEST))


def _contains(pad: PadSettings, place: Place, margin: float) -> bool:
    across = pad.left - margin <= place.right <= pad.right + margin
    return across and pad.bottom - margin <= place.up <= pad.top + margin


def _region(body: Body, pad: PadSettings, key: int, inside: bool) -> Pad:
    """``pad`` in the picture, where the player's right may be on either side."""
    one, top = body.picture(Place(pad.left, pad.top))
    other, bottom = body.picture(Place(pad.right, pad.bottom))
    return Pad((min(one, other), top), (max(one, other), bottom), key, inside)
