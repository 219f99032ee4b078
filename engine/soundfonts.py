"""SoundFont descriptions: soundfonts/NAME.toml into :class:`SoundFontSpec`.

A SoundFont is the sampled instruments that a synthesizer plays; those described hold all of
General MIDI's.
"""

from pathlib import Path
from typing import ClassVar

from engine import descriptions
from engine.descriptions import Description, Kind

FIRST_TO_FETCH = "timgm6mb"
"""What is fetched where no SoundFont is installed: it is small, and pip alone can get it."""


class SoundFontSpec(Description, frozen=True):
    """A General MIDI SoundFont: every build is one file, and they sound alike."""

    kind: ClassVar[Kind] = Kind("SoundFont", "soundfonts")

    def __post_init__(self) -> None:
        for build in self.builds:
            if len(build.files) != 1:
                raise ValueError(f"build {build.name} has {len(build.files)} files; expected one")


def descriptions_folder() -> Path:
    """Where the descriptions lie: in a checkout beside the engine, else where pip put them."""
    return descriptions.folder(SoundFontSpec.kind)


def names() -> list[str]:
    """The names of all described SoundFonts."""
    return descriptions.names(descriptions_folder())


def load(name: str) -> SoundFontSpec:
    """The description called ``name``; :class:`UnknownNameError` lists the known ones."""
    return descriptions.load(descriptions_folder(), name, SoundFontSpec)


def by_rank() -> list[SoundFontSpec]:
    """All described SoundFonts, the first choice first."""
    return sorted(map(load, names()), key=lambda spec: spec.rank)
