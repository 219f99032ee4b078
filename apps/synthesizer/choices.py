"""What the keys choose while the show runs: another scale, key, or set of instruments."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from apps.synthesizer.instruments import program_number
from apps.synthesizer.scales import SCALES
from apps.synthesizer.settings import SynthesizerSettings

ENSEMBLES = (
    ("Drawbar Organ", "Bassoon", "Lead 1 (square)"),
    ("Oboe", "Cello", "Clarinet"),
    ("Overdriven Guitar", "Electric Bass (finger)", "Voice Oohs"),
    ("Pad 2 (warm)", "String Ensemble 1", "Choir Aahs"),
    ("Trumpet", "Tuba", "Alto Sax"),
)
"""Instruments that sound well together; those in the third row are the Coral synthesizer's."""

_FIFTHS = ("C", "G", "D", "A", "E", "B", "F#", "Db", "Ab", "Eb", "Bb", "F")

T = TypeVar("T")


def next_scale(settings: SynthesizerSettings) -> SynthesizerSettings:
    """The next of the named scales; the first after a list of degrees."""
    return msgspec.structs.replace(settings, scale=_after(tuple(SCALES), settings.scale))


def next_key(settings: SynthesizerSettings) -> SynthesizerSettings:
    """The key a fifth higher, which shares most notes with this one."""
    return msgspec.structs.replace(settings, key=_after(_FIFTHS, settings.key))


def next_instruments(settings: SynthesizerSettings) -> SynthesizerSettings:
    """The next ensemble; drummers stay drummers."""
    names = _after(ENSEMBLES, _ensemble(settings))
    players = tuple(
        player if player.drums else msgspec.structs.replace(player, instrument=name)
        for player, name in zip(settings.players, names, strict=False)
    )
    return msgspec.structs.replace(settings, players=players)


def _ensemble(settings: SynthesizerSettings) -> tuple[str, ...] | None:
    """The ensemble that plays now, if it is one of ours."""
    playing = [None if one.drums else program_number(one.instrument) for one in settings.players]
    for names in ENSEMBLES:
        numbers = map(program_number, names)
        pairs = zip(playing, numbers, strict=False)
        if all(one is None or one == other for one, other in pairs):
            return names
    return None


def _after(choices: Sequence[T], now: object) -> T:
    """The choice that follows ``now``, the first one where that is none of them."""
    for index, choice in enumerate(choices):
        if choice == now:
            return choices[(index + 1) % len(choices)]
    return choices[0]
