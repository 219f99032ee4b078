"""How long it takes from poses to sound, step by step, and whether that holds in real time."""

import os
import socket
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep

import msgspec
from msgspec.structs import replace

from apps.display.benchmark import drawing_times
from apps.synthesizer import midi
from apps.synthesizer.events import Moment, NoteOn
from apps.synthesizer.mapping import Mapping
from apps.synthesizer.output import Output
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.outputs.live import LiveScore
from apps.synthesizer.outputs.midi_file import MidiFile
from apps.synthesizer.outputs.osc import OscOutput
from apps.synthesizer.score import Score
from apps.synthesizer.screen.picture import Picture
from apps.synthesizer.screen.stage import Stage, View
from apps.synthesizer.settings import SynthesizerSettings
from apps.synthesizer.voices.live import LiveVoice
from apps.synthesizer.voices.synth import RATE, Synth
from apps.synthesizer.voices.wav import WavFile
from apps.timing import Timing
from engine.poses import PoseFrame

HEARD = 32767 * 10 ** (-60 / 20)
"""The amplitude, of 16 bits, from which on there is something to be heard: -60 dB."""

_STEP = 16
"""Frames of sound that are made at once while a note's beginning is looked for."""

_LONGEST = 0.5
"""Seconds after which a note that is not heard is given up."""

_FRAME_SECONDS = 1 / 30


class RealTime(msgspec.Struct, frozen=True):
    """A run at 30 frames a second with every output on, of ``steps`` for each frame.

    ``late`` is how much later than due a frame was begun. ``gaps`` is how often a stand-in for a
    sound device was left without sound, and ``lost`` what else went wrong.
    """

    seconds: float
    steps: dict[str, Timing]
    late: Timing
    gaps: int
    lost: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """The way of a frame: ``steps`` in their order, and a run in ``real_time``.

    The device's own buffer comes on top of the steps: it cannot be measured without one.
    ``drawing`` is what a frame takes on a screen of 1280x720, which no music waits for.
    """

    frames: int
    steps: dict[str, Timing]
    real_time: RealTime
    drawing: Timing

    def as_text(self) -> str:
        """A table, and what there is to say of the run."""
        run = self.real_time
        late = {"frame late by": run.late, "drawing the screen": self.drawing}
        rows = {**self.steps, **run.steps, **late}
        width = max(map(len, rows))
        lines = [f"{'ms':{width}}  {'median':>8}  {'95 %':>8}  {'99 %':>8}  {'jitter':>8}"]
        for name, timing in rows.items():
            figures = (timing.p50, timing.p95, timing.p99, timing.p95 - timing.p50)
            lines.append(f"{name:{width}}  " + "  ".join(f"{figure:8.2f}" for figure in figures))
        lines.append(f"{run.seconds:g} s in real time: {run.gaps} gaps in the sound")
        return "\n".join([*lines, *run.lost])


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
    run = in_real_time(frames, settings, soundfont, seconds)
    drawing = drawing_times(Picture(settings).draw, _views(frames, settings))
    return Report(len(frames), steps, run, drawing)


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
    """Play ``frames`` over and over for so many ``seconds``, on every output there is.

    SDL's stand-in for a sound device takes the sound, and nobody the MIDI port's messages.
    """
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    lost: list[str] = []
    mapping = Mapping(settings)
    mapped: list[float] = []
    lates: list[float] = []
    with ExitStack() as stack:
        sound = replace(settings.sound, driver="mixer")
        voice = LiveVoice(replace(settings, sound=sound), soundfont, lost.append)
        outputs = {
            name: _Watched(output) for name, output in _outputs(stack, voice, settings, soundfont)
        }
        band = stack.enter_context(closing(Band(outputs, carry_on=True, report=lost.append)))
        for frame, late in _at_pace(frames, seconds):
            lates.append(late)
            started = perf_counter()
            moment = mapping.update(frame)
            mapped.append(perf_counter() - started)
            band.play(moment)
        gaps = voice.gaps
    mixed = [outputs[name].times for name in ("voice", "WAV file")]
    steps = {
        "mapping and mixing": Timing.of(map(sum, zip(mapped, *mixed, strict=True))),
        **{f"  {name}": Timing.of(output.times) for name, output in outputs.items()},
    }
    return RealTime(seconds, steps, Timing.of(lates), gaps, tuple(lost))


def _outputs(
    stack: ExitStack, voice: LiveVoice, settings: SynthesizerSettings, soundfont: Path
) -> Iterator[tuple[str, Output]]:
    folder = Path(stack.enter_context(TemporaryDirectory()))
    listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    listener.bind(("127.0.0.1", 0))
    yield "voice", LiveScore(voice, settings)
    yield "MIDI port", LiveScore(_Nobody(), settings)
    yield "WAV file", WavFile(folder / "x.wav", settings, soundfont)
    yield "MIDI file", MidiFile(folder / "x.mid", settings)
    yield "OSC", OscOutput(f"127.0.0.1:{listener.getsockname()[1]}", settings)


def _views(frames: Sequence[PoseFrame], settings: SynthesizerSettings) -> Iterator[View]:
    """What is to be seen of each of ``frames``, where no background has been accepted."""
    mapping, stage = Mapping(settings), Stage(settings)
    for frame in frames:
        stage.update(mapping.update(frame), None)
        yield stage.view(mirror=settings.mirror)


class _Watched:
    """An output, and how many seconds each moment took it."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.change, self.close = output.change, output.close
        self.times: list[float] = []

    def play(self, moment: Moment) -> None:
        started = perf_counter()
        self._output.play(moment)
        self.times.append(perf_counter() - started)


class _Nobody:
    """A sink that listens to nothing."""

    def send(self, data: bytes) -> None: ...

    def change(self, settings: SynthesizerSettings) -> None: ...

    def close(self) -> None: ...


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
        frame = replace(frames[number % len(frames)], frame=number, time=due)
        yield frame, monotonic() - started - due
