"""Which notes sound, so that each of them ends, whatever happens to the moments."""

from collections.abc import Iterator

from apps.synthesizer.events import Event, Loudness, Moment, NoteOff, NoteOn
from apps.synthesizer.settings import SynthesizerSettings


class Sounding:
    """The notes that have begun and not ended; no note of a player whom the settings do not have.

    Times are in seconds, of any clock that never runs back. When no moment has come for as long as
    the settings let frames be missing, it is :meth:`overdue` to :meth:`silence` every note; the
    next moment then begins again what its players still hold.
    """

    def __init__(self, settings: SynthesizerSettings) -> None:
        self._notes: set[tuple[int, int]] = set()
        """Player and pitch."""
        self._played: float | None = None
        self.change(settings)

    def __len__(self) -> int:
        """How many notes sound."""
        return len(self._notes)

    def play(self, moment: Moment, time: float) -> list[Event]:
        """What there is to be played of ``moment``, at ``time``.

        Loudness leads, so that a note begins as loud as its player is. A note that sounds already
        is ended before it begins anew, and the end of one that does not is left out.
        """
        resuming = self._played is None
        self._played = time
        events = [event for event in moment.events if event.player < len(self._drums)]
        levels: list[Event] = [event for event in events if isinstance(event, Loudness)]
        notes = [kept for event in events for kept in self._kept(event)]
        if not resuming:
            return levels + notes
        return [*self._levels(moment), *levels, *notes, *self._held(moment)]

    def overdue(self, time: float) -> bool:
        """Whether moments have stayed away for too long."""
        return self._played is not None and time - self._played > self._stall

    def silence(self) -> list[NoteOff]:
        """The end of every note."""
        ends = [NoteOff(player, pitch) for player, pitch in sorted(self._notes)]
        self._notes.clear()
        self._played = None
        return ends

    def change(self, settings: SynthesizerSettings) -> list[NoteOff]:
        """The end of every note; from here on other ``settings`` hold."""
        self._drums = [player.drums for player in settings.players]
        self._velocity = settings.gestures.velocity
        self._stall = settings.slots.stall
        return self.silence()

    def _kept(self, event: Event) -> Iterator[Event]:
        match event:
            case NoteOn(player, pitch):
                if (player, pitch) in self._notes:
                    yield NoteOff(player, pitch)
                self._notes.add((player, pitch))
                yield event
            case NoteOff(player, pitch) if (player, pitch) in self._notes:
                self._notes.discard((player, pitch))
                yield event

    def _levels(self, moment: Moment) -> Iterator[Event]:
        for player in moment.players:
            if player.slot < len(self._drums):
                yield Loudness(player.slot, player.level)

    def _held(self, moment: Moment) -> Iterator[Event]:
        """The notes that players hold without having begun them now; a drum cannot be held."""
        for player in moment.players:
            slot, pitch = player.slot, player.pitch
            if pitch is None or slot >= len(self._drums) or self._drums[slot]:
                continue
            if (slot, pitch) not in self._notes:
                yield from self._kept(NoteOn(slot, pitch, self._velocity))
