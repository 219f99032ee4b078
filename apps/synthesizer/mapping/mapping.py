"""The mapping as a whole: frames of poses in, moments of music out."""

from apps.synthesizer.events import Event, Moment, Player
from apps.synthesizer.mapping.drums import Drums
from apps.synthesizer.mapping.melody import Melody
from apps.synthesizer.mapping.slots import Occupant, Slots
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import PoseFrame

Part = Melody | Drums
"""What somebody plays."""


class Mapping:
    """Says what each frame means as music: the same frames always mean the same.

    Time is that of the frames. When it jumps, back or ahead by more than the settings let a frame
    be missing, every note ends first. Raises :class:`UnknownNameError` for a key, scale or drum
    that does not exist, and :class:`ConfigError` for notes that MIDI does not have.
    """

    def __init__(self, settings: SynthesizerSettings) -> None:
        self._parts = _parts(settings)
        self._slots = Slots(len(self._parts), settings.slots)
        self._stall = settings.slots.stall
        self._playing: list[Occupant | None] = [None] * len(self._parts)
        self._time: float | None = None
        self._ended: list[Event] = []

    def update(self, frame: PoseFrame) -> Moment:
        """What the next ``frame`` means."""
        events, self._ended = self._ended, []
        if self._time is not None and not 0.0 <= frame.time - self._time <= self._stall:
            events += [event for part in self._parts for event in part.silence()]
        self._time = frame.time
        self._slots.update(frame)
        for slot, occupant in enumerate(self._slots.occupants):
            events += self._play(slot, occupant, frame.time)
        return Moment(frame, self._players(), self._slots.waiting, tuple(events))

    def change(self, settings: SynthesizerSettings) -> None:
        """Go on with other ``settings``: every note ends in the next moment, slots are kept.

        Raises what the settings are wrong in, and then goes on with those before.
        """
        parts = _parts(settings)
        self._ended += [event for part in self._parts for event in part.leave()]
        self._parts = parts
        self._stall = settings.slots.stall
        self._slots.change(len(parts), settings.slots)
        self._playing = list(self._slots.occupants)

    def _play(self, slot: int, occupant: Occupant | None, time: float) -> list[Event]:
        """What the one who has ``slot`` plays, after whoever had it before has ended."""
        part, events = self._parts[slot], list[Event]()
        if occupant is not self._playing[slot]:
            events += part.leave()
            self._playing[slot] = occupant
        if occupant is not None:
            plays = occupant.present and occupant.body.inside
            events += part.update(occupant.body if plays else None, time)
        return events

    def _players(self) -> tuple[Player, ...]:
        return tuple(
            part.player(occupant.id, occupant.body) if occupant.present else part.player(None, None)
            for part, occupant in zip(self._parts, self._slots.occupants, strict=True)
            if occupant is not None
        )


def _parts(settings: SynthesizerSettings) -> list[Part]:
    return [
        Drums(slot, settings) if player.drums else Melody(slot, settings)
        for slot, player in enumerate(settings.players)
    ]
