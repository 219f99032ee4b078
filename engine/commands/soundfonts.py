"""``skeleton-crew soundfonts``: the known SoundFonts, and the files of those that are here."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from engine import soundfonts
from engine.commands.fetched import (
    fetch_each,
    in_megabytes,
    print_json,
    print_table,
    remove_each,
    size,
    state,
    verify_each,
)
from engine.poses.errors import UsageError
from engine.soundfonts import SoundFontSpec

HEADINGS = ("name", "MB", "here", "licence", "title")
ROOMY = {"title": 80}

soundfonts_app = typer.Typer(
    name="soundfonts",
    help="SoundFonts, the synthesizer's instruments: list, fetch, verify, remove.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="SoundFonts.")]


@soundfonts_app.command("list")
def list_soundfonts(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a SoundFont.")] = False,
) -> None:
    """List the known SoundFonts, the first choice first."""
    rows = [_row(spec) for spec in soundfonts.by_rank()]
    if as_json:
        print_json(rows)
    else:
        print_table(HEADINGS, map(_in_words, rows), roomy=ROOMY, numbers=("MB",))


@soundfonts_app.command("fetch")
def fetch_soundfonts(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="Every known SoundFont.")] = False,
) -> None:
    """Get SoundFonts and keep them; without a name, the one that pip can get."""
    if names and everything:
        raise UsageError("soundfonts fetch takes names or --all, not both")
    if everything:
        fetch_each(soundfonts.by_rank())
    else:
        fetch_each([soundfonts.load(name) for name in names or (soundfonts.FIRST_TO_FETCH,)])


@soundfonts_app.command("verify")
def verify_soundfonts(names: Names = None) -> None:
    """Check that SoundFonts are here and undamaged; without a name, all that are."""
    named = [soundfonts.load(name) for name in names or ()]
    verify_each(named or soundfonts.by_rank(), needed=bool(named))


@soundfonts_app.command("remove")
def remove_soundfonts(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="SoundFonts.")],
) -> None:
    """Remove what was fetched of SoundFonts; those of the system's packages stay."""
    remove_each([soundfonts.load(name) for name in names], soundfonts.by_rank())


def soundfont(name: str, report: Callable[[str], None]) -> Path:
    """The SoundFont that ``name`` names, as :func:`engine.fetch.choose_soundfont` finds it."""
    from engine import fetch

    return fetch.choose_soundfont(name, report=report)


def _row(spec: SoundFontSpec) -> dict[str, Any]:
    """What there is to say of a SoundFont, as ``--json`` prints it."""
    return {
        "name": spec.name,
        "title": spec.title,
        "size": size(spec),
        "licence": spec.licence,
        "homepage": spec.homepage,
        "installed": state(spec),
    }


def _in_words(row: dict[str, Any]) -> dict[str, str]:
    """``row`` as the table shows it."""
    return row | {"MB": in_megabytes(row["size"]), "here": row["installed"]}
