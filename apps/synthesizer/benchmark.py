"""How long it takes from poses to sound, step by step, and whether that holds in real time."""

import socket
import statistics
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from typing import Self

import msgspec

from apps.synthesizer import midi
from apps.synthesizer.events import NoteOn
from apps.synthesizer.mapping import Mapping
from apps.synthesizer.output import Output
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.outputs.live import LiveScore
from apps.synthesizer.outputs.midi_file import MidiFile
from apps.synthesizer.outputs.osc import OscSender
from apps.synthesizer.performance import Performance
from apps.synthesizer.score import Score
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.voices.live import LiveVoice
from apps.synthesizer.voices.synth import RATE, Synth
from apps.synthesizer.voices.wav import WavFile
from engine.poses import PoseFrame

HEARD = 32767 * 10 ** (-60 / 20)
"""The amplitude, of 16 bits, from which on there is something to be heard: -60 dB."""

_STEP = 16
"""Frames of sound that are made at once while a note's beginning is looked for."""

_LONGEST = 0.5
"""Seconds after which a note that is not heard is given up."""

_FRAME_SECONDS = 1 / 30


class Timing(msgspec.Struct, frozen=True):
    """Milliseconds: the median, and what one in twenty and one in a hundred exceed."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Iterable[float]) -> Self:
        """The figures of ``seconds``, of which there are at least two."""
        cuts = statistics.quantiles((1000.0 * value for value in seconds), n=100)
        return cls(*(round(cuts[percent - 1], 3) for percent in (50, 95, 99)))


class RealTime(msgspec.Struct, frozen=True):
    """A run at 30 frames a second with every output on.

    ``play`` is from a frame of poses to the last output, ``late`` how much later than due a frame
    was begun. ``gaps`` is how often the sound device was left without sound, None where there is
    no device that would know.
    """

    seconds: float
    play: Timing
    late: Timing
    gaps: int | None
    lost: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """The way of a frame: ``steps`` in their order, and a run in ``real_time``.

    The device's own buffer comes on top of the steps: it cannot be measured without one.
    """

    frames: int
    steps: dict[str, Timing]
    real_time: RealTime

    def as_text(self) -> str:
        """A table, and what there is to say of the run."""
        names = max(map(len, self.steps))
        lines = [f"{'ms':{names}}  {'median':>8}  {'95 %':>8}  {'99 %':>8}  {'jitter':>8}"]
        for name, timing in (*self.steps.items(), ("mapping and outputs", self.real_time.play)):
            figures = (timing.p50, timing.p95, timing.p99, timing.p95 - timing.p50)
            lines.append(f"{name:{names}}  " + "  ".join(f"{figure:8.2f}" for figure in figures))
        return "\n".join(lines)


def measure(
    frames: Sequence[PoseFrame],
    settings: SynthesizerSettings,
    soundfont: Path,
    seconds: float,
    *,
    engine: Timing,
) -> Report:
    """Measure the way of ``frames`` to their sound, after what the ``engine`` takes for one."""
    steps = {
        "camera to poses": engine,
        "poses to notes": mapping_times(frames, settings),
        "note to first sound": first_sample_times(frames, settings, soundfont),
    }
    return Report(len(frames), steps, in_real_time(frames, settings, soundfont, seconds))


def mapping_times(frames: Sequence[PoseFrame], settings: SynthesizerSettings) -> Timing:
    """From poses to musical events."""
    mapping = Mapping(settings)
    return Timing.of(_timed(mapping.update, frame) for frame in frames)


def first_sample_times(
    frames: Sequence[PoseFrame], settings: SynthesizerSettings, soundfont: Path
) -> Timing:
    """From the messages of a first note to its first sound, for the notes that ``frames`` play.

    Each is played alone, so that no other note's sound is taken for it.
    """
    mapping = Mapping(settings)
    events = chain.from_iterable(mapping.update(frame).events for frame in frames)
    notes = {event for event in events if isinstance(event, NoteOn)}
    synth = Synth(settings.sound, soundfont)
    with closing(synth):
        for message in Score(settings).begin(0.0):
            synth.send(message.data)
        return Timing.of(_until_heard(synth, note, settings) for note in sorted(notes))


def in_real_time(
    frames: Sequence[PoseFrame], settings: SynthesizerSettings, soundfont: Path, seconds: float
) -> RealTime:
    """Play ``frames`` over and over for so many ``seconds``, on every output there is."""
    lost: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        listener.bind(("127.0.0.1", 0))
        voice = LiveVoice(settings, soundfont, lost.append)
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        outputs: dict[str, Output] = {
            "sound": LiveScore(voice, settings),
            "a MIDI file": MidiFile(folder / "x.mid", settings),
            "a WAV file": WavFile(folder / "x.wav", settings, soundfont),
            "OSC": OscSender(address, settings),
        }
        band = stack.enter_context(closing(Band(outputs, carry_on=True, report=lost.append)))
        performance = Performance(settings, band)
        plays, lates = [], []
        for frame, late in _at_pace(frames, seconds):
            lates.append(late)
            plays.append(_timed(performance.play, frame))
        return RealTime(seconds, Timing.of(plays), Timing.of(lates), voice.gaps, tuple(lost))


def _timed(step: Callable[[PoseFrame], object], frame: PoseFrame) -> float:
    started = perf_counter()
    step(frame)
    return perf_counter() - started


def _until_heard(synth: Synth, note: NoteOn, settings: SynthesizerSettings) -> float:
    """Seconds of sound before ``note``, at full level in silence, is heard."""
    drums = settings.players[note.player].drums
    channel = midi.PERCUSSION if drums else note.player
    while _loudest(synth.render(RATE // 10)) >= HEARD:
        pass
    synth.send(midi.control(channel, midi.EXPRESSION, 127))
    synth.send(midi.note_on(channel, note.pitch, note.velocity))
    frames = 0
    while _loudest(synth.render(_STEP)) < HEARD and frames < _LONGEST * RATE:
        frames += _STEP
    synth.send(midi.note_off(channel, note.pitch))
    return frames / RATE


def _loudest(sound: bytes) -> int:
    """The largest amplitude in ``sound``, of 16 bits."""
    samples = array("h", sound)
    return max(max(samples), -min(samples))


def _at_pace(frames: Sequence[PoseFrame], seconds: float) -> Iterator[tuple[PoseFrame, float]]:
    """``frames`` over and over, 30 a second, each with how many seconds later than due it comes."""
    started = monotonic()
    for number in count():
        due = number * _FRAME_SECONDS
        if due >= seconds:
            return
        sleep(max(0.0, started + due - monotonic()))
        frame = msgspec.structs.replace(frames[number % len(frames)], frame=number, time=due)
        yield frame, monotonic() - started - due
