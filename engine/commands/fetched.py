"""What the commands for models and for SoundFonts have in common."""

import json
import sys
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import typer

from engine.descriptions import Description
from engine.poses.errors import FetchError, ModelError

if TYPE_CHECKING:
    from engine.fetch import Files

PLAIN_WIDTH = 200
"""Columns to use where the output is no terminal: enough not to break a line."""
AIRY_WIDTH = 100
"""Columns from which on there are two blanks between two columns of a table."""


def fetch_each(specs: Iterable[Description]) -> None:
    """Fetch all ``specs`` and say where they are; :class:`FetchError` names those not to be had."""
    from engine import fetch
    from engine.fetch.progress import on_stderr

    failures: list[str] = []
    for spec in specs:
        try:
            files = fetch.fetch(spec, progress=on_stderr())
        except FetchError as error:
            failures.append(str(error))
        else:
            say_where(spec, files)
    if failures:
        raise FetchError("; ".join(failures))


def verify_each(specs: Iterable[Description], *, needed: bool) -> None:
    """Check the files of those ``specs`` that are here; of all, if they are ``needed``."""
    from engine import fetch

    failures: list[str] = []
    for spec in specs:
        try:
            files = fetch.installed(spec)
        except ModelError as error:
            failures.append(str(error))
            continue
        if files is not None:
            typer.echo(f"{spec.name} is {_as(spec, files)}")
        elif needed:
            mend = f"{spec.kind.command} fetch {spec.called}"
            failures.append(f"{spec.name} is not installed; run: {mend}")
    if failures:
        raise ModelError("; ".join(failures))


def _as(spec: Description, files: "Files") -> str:
    from engine import fetch

    if fetch.is_pinned(spec, files):
        return f"as it was when it first came here; {spec.where} does not know its digest"
    return "as described"


def remove_each(specs: Sequence[Description], known: Sequence[Description]) -> None:
    """Remove what is kept of ``specs``, and say how much that freed; ``known`` are all there are.

    :class:`ModelError` names those that could not be removed.
    """
    from engine import fetch
    from engine.fetch.progress import on_stderr

    failures: list[str] = []
    for spec in specs:
        try:
            freed = fetch.remove(spec, known, progress=on_stderr())
        except ModelError as error:
            failures.append(str(error))
        else:
            typer.echo(f"{spec.name} is removed: {in_megabytes(freed)} MB freed")
    if failures:
        raise ModelError("; ".join(failures))


def size(spec: Description) -> int | None:
    """The bytes of the build that is here, or that would be fetched first; None if not known."""
    from engine import fetch

    here = fetch.present(spec)
    if here is not None:
        return fetch.size(spec, here)
    sizes = [file.size for file in spec.builds[0].files]
    return None if None in sizes else sum(filter(None, sizes))


def in_megabytes(size: int | None) -> str:
    """``size`` bytes as people read it, in millions; a question mark where it is not known."""
    return "?" if size is None else f"{size / 1e6:.1f}"


def say_where(spec: Description, files: "Files") -> None:
    """Say in which folder the ``files`` of ``spec`` are."""
    path = next(iter(files.values()))
    typer.echo(f"{spec.name} is in {path.parent}")


def state(spec: Description) -> str:
    """Whether ``spec`` is installed: yes, no, damaged, or pinned.

    That is yes, but known only by the digest that it came with.
    """
    from engine import fetch

    try:
        files = fetch.installed(spec)
    except ModelError:
        return "damaged"
    if files is None:
        return "no"
    return "pinned" if fetch.is_pinned(spec, files) else "yes"


def print_json(rows: Iterable[dict[str, Any]]) -> None:
    """Print ``rows`` as one JSON object a line."""
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))


def print_table(
    headings: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    *,
    roomy: Mapping[str, int],
    numbers: Container[str] = (),
    wrap: str = "",
) -> None:
    """Print ``rows`` one a line; a terminal that is narrow goes without some columns.

    ``roomy`` has the least width of the terminal for those, ``numbers`` stand right in their
    columns, and only the column ``wrap`` may be broken into lines.
    """
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    shown = [name for name in headings if console.width >= roomy.get(name, 0)]
    blanks = 2 if console.width >= AIRY_WIDTH else 1
    table = Table(box=None, padding=(0, blanks, 0, 0), pad_edge=False)
    for heading in shown:
        side: Literal["right", "left"] = "right" if heading in numbers else "left"
        table.add_column(heading, no_wrap=heading != wrap, justify=side)
    for row in rows:
        table.add_row(*(row[heading] for heading in shown))
    console.print(table)
