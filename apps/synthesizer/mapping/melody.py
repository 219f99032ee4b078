"""The part of somebody who plays notes: one hand's height is the pitch, the other's how loud."""

from apps.synthesizer.events import Event, Guide, Loudness, NoteOff, NoteOn, Player
from apps.synthesizer.mapping.body import Body, Place
from apps.synthesizer.mapping.quantizer import Quantizer
from apps.synthesizer.scales import pitches
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import KeypointName

_NOTICEABLE = 0.002
"""The least change of loudness that is worth an event."""

_UNSEEN_LEVEL = 0.7
"""How loud somebody is whose other hand has never been found."""

_NARROW, _WIDE = 0.3, 1.1
"""With one hand: how far aside it is silent and full, in torso lengths from the spine."""


class Melody:
    """What the player of one slot sounds; at most one note, but for the moment of a legato.

    Raises :class:`UnknownNameError` for a key or scale that does not exist, :class:`ConfigError`
    for notes that MIDI does not have.
    """

    def __init__(self, slot: int, settings: SynthesizerSettings) -> None:
        gestures, own = settings.gestures, settings.players[slot]
        self._slot = slot
        self._gestures = gestures
        self._hold = settings.slots.hold
        self._pitches = pitches(settings.key, settings.scale, own.octave, own.steps)
        joints = KeypointName[gestures.pitch.upper()], KeypointName[gestures.volume.upper()]
        self._hand, self._other = joints[::-1] if gestures.swap_hands else joints
        self._quantizer = Quantizer(
            gestures.lowest,
            gestures.highest,
            rest=gestures.rest,
            steps=own.steps,
            hysteresis=gestures.hysteresis,
        )
        self._pitch: int | None = None
        self._wanted: int | None = None
        self._level = _UNSEEN_LEVEL
        self._told: float = 0.0
        self._hand_seen = self._body_seen = 0.0

    def update(self, body: Body | None, time: float) -> list[Event]:
        """What changes at ``time``, when the player is as ``body`` says, None if not found."""
        if body is not None:
            self._body_seen = time
            self._follow_level(body)
        level = self._level if abs(time - self._body_seen) < self._hold else 0.0
        self._follow_pitch(body.place(self._hand) if body is not None else None, time)
        return self._loudness(level) + self._notes()

    def silence(self) -> list[Event]:
        """End the note that sounds; it begins again with the next frame that has its hand."""
        if self._pitch is None:
            return []
        ended = NoteOff(self._slot, self._pitch)
        self._pitch = None
        return [ended]

    def leave(self) -> list[Event]:
        """End everything, and be ready for somebody else."""
        self._quantizer.reset()
        self._wanted, self._level = None, _UNSEEN_LEVEL
        return self.silence() + self._loudness(0.0)

    def player(self, pose_id: int | None, body: Body | None) -> Player:
        """The player as they are now."""
        guide = self._guide(body) if body is not None and body.found else None
        return Player(self._slot, pose_id, self._pitch, self._told, self._pitches, guide)

    def _follow_pitch(self, place: Place | None, time: float) -> None:
        """The pitch that the hand is at; the last one while it is missing for a moment."""
        if place is not None:
            self._hand_seen = time
            band = self._quantizer.update(place.up)
            self._wanted = None if band is None else self._pitches[band]
        elif abs(time - self._hand_seen) >= self._hold:
            self._quantizer.reset()
            self._wanted = None

    def _follow_level(self, body: Body) -> None:
        """The level that the other hand is at; the last one while it is missing."""
        place = body.place(self._hand if self._gestures.one_hand else self._other)
        if place is None:
            return
        if self._gestures.one_hand:
            self._level = _share(abs(place.right), _NARROW, _WIDE)
        else:
            self._level = _share(place.up, self._gestures.quietest, self._gestures.loudest)

    def _loudness(self, level: float) -> list[Event]:
        at_an_end = level in (0.0, 1.0) and level != self._told
        if abs(level - self._told) < _NOTICEABLE and not at_an_end:
            return []
        self._told = level
        return [Loudness(self._slot, level)]

    def _notes(self) -> list[Event]:
        """From the note that sounds to the one that is wanted."""
        if self._wanted == self._pitch:
            return []
        events: list[Event] = [] if self._pitch is None else [NoteOff(self._slot, self._pitch)]
        if self._wanted is not None:
            begun = NoteOn(self._slot, self._wanted, self._gestures.velocity)
            events.insert(0 if self._gestures.legato else len(events), begun)
        self._pitch = self._wanted
        return events

    def _guide(self, body: Body) -> Guide:
        other = None if self._gestures.one_hand else body.seen(self._other)
        edges = tuple(body.picture(Place(0.0, up))[1] for up in self._quantizer.edges)
        return Guide(body.seen(self._hand), other, edges)


def _share(value: float, low: float, high: float) -> float:
    """How far ``value`` is from ``low`` to ``high``, from 0 to 1."""
    return min(max((value - low) / (high - low), 0.0), 1.0)
