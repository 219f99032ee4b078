"""Opens the outputs that the settings and the command line ask for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from apps.synthesizer.output import Output
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import OutputError, SkeletonCrewError, UsageError

Report = Callable[[str], None]


class _Wanted(NamedTuple):
    """An output before it is opened; without one that is ``required`` nothing is begun."""

    name: str
    open: Callable[[], Output]
    required: bool = False


def open_outputs(
    settings: SynthesizerSettings,
    *,
    soundfont: Callable[[], Path],
    midi: Path | None,
    wav: Path | None,
    live: bool,
    watched: bool,
    report: Report,
) -> Band:
    """The files ``midi`` and ``wav``, and if ``live`` what the settings have, as one output.

    ``soundfont`` is asked for the SoundFont's path where there is something to sound. What cannot
    be had is reported in one line if the settings say to carry on and something else is left, if
    only the picture, where the show is ``watched``. Otherwise, and always for a file, what it fails
    with is raised, and nothing is left open.
    """
    opened: dict[str, Output] = {}
    missing: dict[str, SkeletonCrewError] = {}
    with ExitStack() as stack:
        for name, open_output, required in (
            *(_live(settings, soundfont, report) if live else ()),
            *_files(settings, soundfont, midi, wav),
        ):
            try:
                opened[name] = open_output()
                stack.callback(opened[name].close)
            except SkeletonCrewError as error:
                if required or not settings.carry_on:
                    raise
                missing[name] = error
        if missing and not (opened or watched):
            raise _together(list(missing.values()))
        stack.pop_all()
    for failure in missing.values():
        report(f"{failure}; going on without it")
    return Band(opened, carry_on=settings.carry_on, report=report, missing=tuple(missing))


def _live(
    settings: SynthesizerSettings, soundfont: Callable[[], Path], report: Report
) -> Iterator[_Wanted]:
    if settings.sound.on:
        yield _Wanted("sound", lambda: _voice(settings, soundfont(), report))
    if settings.midi.port:
        yield _Wanted("MIDI port", lambda: _midi_port(settings, report))
    if settings.osc.address:
        yield _Wanted("OSC", lambda: _osc(settings))


def _files(
    settings: SynthesizerSettings,
    soundfont: Callable[[], Path],
    midi: Path | None,
    wav: Path | None,
) -> Iterator[_Wanted]:
    if midi is not None:
        _check_name(midi, "MIDI file", ".mid", ".midi")
        yield _Wanted("MIDI file", lambda: _midi_file(midi, settings), required=True)
    if wav is not None:
        _check_name(wav, "WAV file", ".wav")
        yield _Wanted("WAV file", lambda: _wav_file(wav, settings, soundfont()), required=True)


def _together(failures: Sequence[SkeletonCrewError]) -> SkeletonCrewError:
    """All ``failures`` as one."""
    return failures[0] if len(failures) == 1 else OutputError("; ".join(map(str, failures)))


def _check_name(path: Path, kind: str, *suffixes: str) -> None:
    if path.suffix.lower() not in suffixes:
        names = " or ".join(f"NAME{suffix}" for suffix in suffixes)
        raise UsageError(f"cannot write {path}: a {kind} is called {names}")


def _voice(settings: SynthesizerSettings, soundfont: Path, report: Report) -> Output:
    from apps.synthesizer.outputs.live import LiveScore
    from apps.synthesizer.voices.live import LiveVoice

    return LiveScore(LiveVoice(settings, soundfont, report), settings)


def _midi_port(settings: SynthesizerSettings, report: Report) -> Output:
    from apps.synthesizer.outputs.live import LiveScore
    from apps.synthesizer.outputs.midi_port import MidiPort

    port = MidiPort(settings.midi.port, report, carry_on=settings.carry_on)
    return LiveScore(port, settings)


def _osc(settings: SynthesizerSettings) -> Output:
    from apps.synthesizer.outputs.osc import OscOutput

    return OscOutput(settings.osc.address, settings)


def _midi_file(path: Path, settings: SynthesizerSettings) -> Output:
    from apps.synthesizer.outputs.midi_file import MidiFile

    return MidiFile(path, settings)


def _wav_file(path: Path, settings: SynthesizerSettings, soundfont: Path) -> Output:
    from apps.synthesizer.voices.wav import WavFile

    return WavFile(path, settings, soundfont)
