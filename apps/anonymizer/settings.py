"""What can be set for the anonymizer; ``config/anonymizer.toml`` explains each key."""

from typing import Annotated

import msgspec

from apps.anonymizer.words import Words
from apps.display.colours import PALETTE

Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]
Positive = Annotated[float, msgspec.Meta(gt=0)]
Pixels = Annotated[int, msgspec.Meta(ge=1, le=16384)]


class AnonymizerSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The anonymizer's settings, as in its config file.

    ``languages`` take turns on the screen, each for ``language_seconds``; ``words`` changes single
    texts of a language or adds a language. Skeletons vanish when no frame has come for
    ``silent_after`` seconds. Colours are written ``#rrggbb``; ``placeholder`` runs from the first,
    at the top, to the second.
    """

    mirror: bool = False
    fullscreen: bool = False
    window: tuple[Pixels, Pixels] = (1280, 720)
    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("en",)
    language_seconds: Positive = 15.0
    show_privacy: bool = True
    show_people: bool = True
    show_rate: bool = True
    text_size: Positive = 1.0
    line_thickness: Positive = 1.0
    silent_after: Positive = 1.0
    placeholder: tuple[Colour, Colour] = ("#2B3440", "#171C23")
    accent: Colour = "#56B4E9"
    colours: Annotated[tuple[Colour, ...], msgspec.Meta(min_length=1)] = PALETTE
    words: dict[str, Words] = {}
