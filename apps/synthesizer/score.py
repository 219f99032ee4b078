"""Moments as MIDI: who plays on which channel, and loudness that glides.

Expression (controller 11) is sent a hundred times a second, because at the frames' own rate it
steps audibly. Its square is the amplitude, so that from 127 to 64 are 12 dB.
"""

import math

from apps.synthesizer import midi
from apps.synthesizer.events import Event, Loudness, Moment, NoteOff, NoteOn
from apps.synthesizer.instruments import program_number
from apps.synthesizer.midi import Message
from apps.synthesizer.settings import PlayerSettings, SynthesizerSettings
from apps.synthesizer.sounding import Sounding

TICK = 0.01
"""Seconds from one value of expression to the next."""

_STEEPEST = 1.14
"""Expression changes by this factor at most in a tick: 2.3 dB, so that no 10 ms have more than 4,
although FluidSynth, which counts in blocks, can bring the better part of two ticks into them."""

_FAINTEST = 4
"""The smallest expression above 0; at -60 dB it can begin and end without being heard."""

_LONGEST_GLIDE = 0.1
_SHORTEST_GLIDE = TICK
"""Loudness takes as long to change as the frames are apart, within these seconds."""

_FORGOTTEN = 1.0
"""Seconds after which nothing of a note is heard, so that loudness may jump."""

_VOLUME, _PAN, _REVERB, _CHORUS = 7, 10, 91, 93
_GLIDE_ON, _GLIDE_TIME, _GLIDE_TIME_FINE = 65, 5, 37


class Score:
    """What MIDI is to be sent, and when; any clock will do, as long as it is one.

    :meth:`begin` comes first, then :meth:`play` for each moment, and in between :meth:`tick` every
    :data:`TICK` seconds. When no moment has come for as long as the settings let a frame be
    missing, a tick ends every note.
    """

    def __init__(self, settings: SynthesizerSettings) -> None:
        self._sounding = Sounding(settings)
        self._played = -math.inf
        self._glide = _LONGEST_GLIDE
        self._expressions: list[_Expression] = []
        self._take(settings)

    @property
    def sounding(self) -> int:
        """How many notes sound."""
        return len(self._sounding)

    @property
    def settled(self) -> bool:
        """Whether ticks have nothing to do until the next moment."""
        return not self._sounding and all(one.settled for one in self._expressions)

    def begin(self, time: float) -> list[Message]:
        """Instruments, places and effects."""
        return [Message(time, data) for data in self._setup()]

    def play(self, moment: Moment, time: float) -> list[Message]:
        """What ``moment`` begins, ends and changes at ``time``."""
        self._glide = min(max(time - self._played, _SHORTEST_GLIDE), _LONGEST_GLIDE)
        self._played = time
        events = self._sounding.play(moment, time)
        return [Message(time, data) for event in events for data in self._translated(event, time)]

    def tick(self, time: float) -> list[Message]:
        """The next step of each player's loudness; the end of every note when frames stay away."""
        messages = self.silence(time) if self._sounding.overdue(time) else []
        for player, expression in enumerate(self._expressions):
            if (value := expression.step(time)) is not None:
                messages.append(Message(time, self._expression(player, value)))
        return messages

    def silence(self, time: float) -> list[Message]:
        """End every note, and let loudness fade from here on."""
        return self._hushed(self._sounding.silence(), time)

    def change(self, settings: SynthesizerSettings, time: float) -> list[Message]:
        """End every note and go on with other ``settings``."""
        messages = self._hushed(self._sounding.change(settings), time)
        self._take(settings)
        return messages + self.begin(time)

    def end(self, time: float) -> list[Message]:
        """End every note, also those that only the listener knows of."""
        channels = sorted({self._channel(player) for player in range(len(self._players))})
        hush = [Message(time, midi.control(channel, midi.ALL_NOTES_OFF, 0)) for channel in channels]
        return self.silence(time) + hush

    def _hushed(self, ends: list[NoteOff], time: float) -> list[Message]:
        for expression in self._expressions:
            expression.hush(time)
        return [
            Message(time, midi.note_off(self._channel(player), pitch)) for player, pitch in ends
        ]

    def _take(self, settings: SynthesizerSettings) -> None:
        self._players: tuple[PlayerSettings, ...] = settings.players
        self._programs = [program_number(player.instrument) for player in settings.players]
        self._effects = settings.sound.reverb, settings.sound.chorus
        self._glide_time = round(1000 * settings.gestures.glide)
        before = self._expressions
        fresh = [_Expression() for _ in settings.players[len(before) :]]
        self._expressions = before[: len(settings.players)] + fresh

    def _channel(self, player: int) -> int:
        return midi.PERCUSSION if self._players[player].drums else player

    def _setup(self) -> list[bytes]:
        messages = []
        for player, (settings, number) in enumerate(
            zip(self._players, self._programs, strict=True)
        ):
            channel = self._channel(player)
            reverb, chorus = self._effects
            controls = {
                _VOLUME: 127 * math.sqrt(settings.gain),
                _PAN: 64 + 63 * settings.pan,
                _REVERB: 127 * reverb,
                _CHORUS: 127 * chorus,
                _GLIDE_ON: 127 if self._glide_time else 0,
                _GLIDE_TIME: self._glide_time >> 7,
                _GLIDE_TIME_FINE: self._glide_time & 127,
                midi.EXPRESSION: 127 if settings.drums else self._expressions[player].value,
            }
            if not settings.drums:
                messages.append(midi.program(channel, number))
            messages += [midi.control(channel, key, round(to)) for key, to in controls.items()]
        return messages

    def _translated(self, event: Event, time: float) -> list[bytes]:
        channel, expression = self._channel(event.player), self._expressions[event.player]
        drums = self._players[event.player].drums
        match event:
            case NoteOn(player, pitch, velocity):
                jump = None if drums else expression.note_on(time)
                start = [] if jump is None else [self._expression(player, jump)]
                return [*start, midi.note_on(channel, pitch, velocity)]
            case NoteOff(_, pitch):
                expression.note_off(time)
                return [midi.note_off(channel, pitch)]
            case Loudness(_, level):
                if not drums:
                    expression.glide_to(level, time, self._glide)
                return []

    def _expression(self, player: int, value: int) -> bytes:
        return midi.control(self._channel(player), midi.EXPRESSION, value)


class _Expression:
    """One player's loudness on its way, as values of MIDI's controller 11."""

    def __init__(self) -> None:
        self.value = 0
        self._from = self._to = 0.0
        self._start, self._glide = 0.0, _SHORTEST_GLIDE
        self._notes = 0
        self._quiet_since = -math.inf

    @property
    def settled(self) -> bool:
        return self.value == _controller(self._to)

    def glide_to(self, level: float, time: float, seconds: float) -> None:
        self._from, self._to = self._wanted(time), level
        self._start, self._glide = time, seconds

    def note_on(self, time: float) -> int | None:
        """The value to begin with, where nothing is heard that could be torn by a jump."""
        self._notes += 1
        if self._notes > 1 or time - self._quiet_since < _FORGOTTEN:
            return None
        self._from = self._to
        self.value = _controller(self._to)
        return self.value

    def note_off(self, time: float) -> None:
        self._notes = max(0, self._notes - 1)
        self._quiet_since = time

    def hush(self, time: float) -> None:
        """No note sounds any more; fade."""
        if self._notes:
            self._notes, self._quiet_since = 0, time
        self.glide_to(0.0, time, _SHORTEST_GLIDE)

    def step(self, time: float) -> int | None:
        """The value a tick later, None if it is the same."""
        before, wanted = self.value, _controller(self._wanted(time))
        if wanted > before:
            self.value = min(wanted, max(_FAINTEST, before + 1, int(before * _STEEPEST)))
        else:
            lowest = min(before - 1, math.ceil(before / _STEEPEST))
            self.value = max(wanted, lowest if lowest >= _FAINTEST else 0)
        return None if self.value == before else self.value

    def _wanted(self, time: float) -> float:
        share = min(max((time - self._start) / self._glide, 0.0), 1.0)
        return self._from + share * (self._to - self._from)


def _controller(level: float) -> int:
    value = round(127 * level)
    return value if value >= _FAINTEST else 0
