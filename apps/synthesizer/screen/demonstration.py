"""A figure that plays by itself, to show visitors how it is done."""

import math

import msgspec

from apps.synthesizer.mapping import Mapping
from apps.synthesizer.screen.figure import Hands, figure
from apps.synthesizer.screen.traces import Playing, Traces
from apps.synthesizer.settings import GestureSettings, SynthesizerSettings

_DOWN = -0.2
"""Where hands hang, in lengths of the torso above the hips."""

_MELODY = (None, 0.05, 0.24, 0.42, 0.6, 0.78, 0.96, 0.78, 0.6, 0.78, 0.42, 0.24, None)
"""How high the hand that plays is, one after the other, from 0 for the lowest note to 1."""

_BEAT = 0.75
_MOVING = 0.3
"""Seconds from one to the next, and how many of them the hand takes to get there."""

_SWELL = 6.0
"""Seconds in which the other hand goes up and comes down again."""


class Demonstration:
    """Plays as the first player would, with the same settings, for whoever looks on."""

    def __init__(self, settings: SynthesizerSettings) -> None:
        self._settings = msgspec.structs.replace(settings, players=settings.players[:1])
        self.playing: Playing | None = None
        """What is to be seen; None while there is no demonstration."""
        self.stop()

    def stop(self) -> None:
        """End the demonstration; the next begins with hands down."""
        self.playing = None
        self._start: float | None = None
        self._frames = 0

    def update(self, time: float) -> None:
        """Go on to ``time``, in seconds on the frames' own clock."""
        if self._start is None:
            self._start = time
            self._mapping = Mapping(self._settings)
            self._traces = Traces(1)
        hands = hands_at(time - self._start, self._settings.gestures)
        moment = self._mapping.update(figure(self._frames, time, hands))
        self._frames += 1
        self._traces.update(moment)
        self.playing = Playing(moment, self._traces.now())


def hands_at(time: float, gestures: GestureSettings) -> Hands:
    """Where the hands are ``time`` seconds after the start: one plays, the other swells."""
    note = _height(_melody(time), gestures.lowest, gestures.highest)
    share = 0.7 - 0.3 * math.cos(2 * math.pi * time / _SWELL)
    volume = _height(share, gestures.quietest, gestures.loudest)
    plays_left = gestures.pitch.startswith("left") is not gestures.swap_hands
    return Hands(right=volume, left=note) if plays_left else Hands(right=note, left=volume)


def _melody(time: float) -> float | None:
    """The share of the range at ``time``; None stands for hands down."""
    beat, passed = divmod(time, _BEAT)
    number = int(beat) % len(_MELODY)
    before, now = _MELODY[number - 1], _MELODY[number]
    if before is None or now is None:
        return now
    share = min(passed / _MOVING, 1.0)
    return before + (now - before) * share * share * (3.0 - 2.0 * share)


def _height(share: float | None, lowest: float, highest: float) -> float:
    return _DOWN if share is None else lowest + share * (highest - lowest)
