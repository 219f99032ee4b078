"""A look at what the synthesizer sounds with: FluidSynth, sound devices and MIDI ports."""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from apps.synthesizer.settings import MidiSettings, SoundSettings
from engine.poses import OutputError
from engine.poses.finding import Check, Finding, State

_INSTALL = "apt install libfluidsynth3, brew install fluid-synth"


def checks(sound: SoundSettings, midi: MidiSettings, *, needed: bool) -> Sequence[Check]:
    """A look at sound and at MIDI; what the settings turn on is ``needed``."""
    aloud, ported = needed and sound.on, needed and bool(midi.port)
    return (
        Check("FluidSynth", partial(look_at_sound, sound, aloud), aloud),
        Check("MIDI ports", partial(look_at_midi, midi.port, ported), ported),
    )


def look_at_sound(sound: SoundSettings, needed: bool, root: Path = Path("/")) -> Sequence[Finding]:
    """FluidSynth's library, and where its sound could go."""
    from apps.synthesizer.voices import library

    try:
        found = library.load()
    except OutputError as error:
        what, _, mend = str(error).partition(": ")
        return [Finding("FluidSynth", State.MISSING, what, mend, needed)]
    kind = "pygame's, with 45 ms more delay" if found.bundled else "the system's"
    detail = f"{found.version}, {kind}: {_where(found.path, root)}"
    hint = f"for less delay: {_INSTALL}" if found.bundled else ""
    library_ = Finding("FluidSynth", State.OK, detail, hint, needed)
    return [library_, _device(sound, found.bundled, needed, root)]


def look_at_midi(wanted: str, needed: bool) -> Sequence[Finding]:
    """The MIDI ports, and whether the one that is ``wanted`` is among them; empty is none."""
    from apps.synthesizer.outputs.midi_port import VIRTUAL, find_port, port_names

    try:
        names = port_names()
    except OutputError as error:
        what, mend = _with_mend(str(error))
        return [Finding("MIDI ports", State.MISSING, what, mend, needed)]
    here = ", ".join(names) or "there is none"
    if not wanted:
        state = State.OK if names else State.MISSING
        return [Finding("MIDI ports", state, here, "" if names else "plug a device in")]
    if wanted == VIRTUAL or find_port(wanted, names):
        return [Finding("MIDI ports", State.OK, f"{wanted!r} can be had; here: {here}", "", needed)]
    mend = f"plug it in, or set `port` under [midi] to one that is here, or to {VIRTUAL!r}"
    detail = f"none is called {wanted!r}; here: {here}"
    return [Finding("MIDI ports", State.MISSING, detail, mend, needed)]


def _device(sound: SoundSettings, bundled: bool, needed: bool, root: Path) -> Finding:
    """Which drivers would be tried, and which sound cards there are."""
    from apps.synthesizer.voices.drivers import MIXER, drivers_here, drivers_to_try

    subject = "sound device"
    try:
        drivers = drivers_to_try(sound.driver, bundled=bundled)
    except OutputError as error:
        what, _, mend = str(error).partition(": ")
        return Finding(subject, State.MISSING, what, mend, needed)
    if not {MIXER, *drivers_here()}.intersection(drivers):
        detail = f"nothing for {' or '.join(drivers)}" if drivers else "no card, no sound server"
        mend = "plug one in, start a sound server, or set `on = false` under [sound]"
        return Finding(subject, State.MISSING, detail, mend, needed)
    cards = "; ".join(_cards(root))
    detail = f"by {' or '.join(drivers)}" + (f"; cards: {cards}" if cards else "")
    return Finding(subject, State.OK, detail, needed=needed)


def _cards(root: Path) -> Iterator[str]:
    """The names of ALSA's sound cards, such as ``USB Audio``."""
    try:
        listed = (root / "proc/asound/cards").read_text(errors="replace")
    except OSError:
        return
    for card in re.finditer(r"^ *\d+ \[[^\]]*\]: .*? - (.+)$", listed, re.MULTILINE):
        yield card[1].strip()


def _where(path: str, root: Path) -> str:
    """The file that was loaded as ``path``, which may be a name alone (Linux)."""
    if sys.platform != "linux" or "/" in path:
        return path
    maps = (root / "proc/self/maps").read_text(errors="replace")
    loaded = re.search(rf"(/\S*{re.escape(Path(path).name)}\S*)$", maps, re.MULTILINE)
    return loaded[1] if loaded else path


def _with_mend(message: str) -> tuple[str, str]:
    """What an error says is wrong, and what it says to do."""
    found = re.fullmatch(r"(.*?)(?:; try: |: (?=pip install))(.*)", message)
    return (found[1], found[2]) if found else (message, "")
