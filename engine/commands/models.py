"""``skeleton-crew models``: the known pose models, and the files of those that are here."""

import json
import sys
from functools import partial
from typing import Annotated, Any

import typer

from engine import models
from engine.models import ModelSpec
from engine.poses.errors import FetchError, ModelError, UsageError

PLAIN_WIDTH = 200
"""Columns to use where the output is no terminal: enough not to break a line."""
TITLES_WIDTH = 140

models_app = typer.Typer(
    name="models",
    help="Pose models: list, fetch, verify.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Models.")]


@models_app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a model.")] = False,
) -> None:
    """List the known models, the first choice first."""
    rows = [_row(spec) for spec in _all_specs()]
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        _print_table(rows)


@models_app.command("fetch")
def fetch_models(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="Every known model.")] = False,
) -> None:
    """Get models and keep them; without a name, the best that can be had."""
    from engine import fetch
    from engine.fetch.progress import on_stderr

    if names and everything:
        raise UsageError("models fetch takes names or --all, not both")
    if not names and not everything:
        spec, _ = fetch.choose("auto", report=partial(typer.echo, err=True))
        typer.echo(f"{spec.name} is in {fetch.folder()}")
        return
    failures: list[str] = []
    for spec in _all_specs() if everything else [models.load(name) for name in names or []]:
        try:
            fetch.fetch(spec, progress=on_stderr())
        except FetchError as error:
            failures.append(str(error))
        else:
            typer.echo(f"{spec.name} is in {fetch.folder()}")
    if failures:
        raise FetchError("; ".join(failures))


@models_app.command("verify")
def verify_models(names: Names = None) -> None:
    """Check that the files of models are here and undamaged; without a name, of all that are."""
    from engine import fetch

    failures: list[str] = []
    for spec in [models.load(name) for name in names] if names else _all_specs():
        try:
            files = fetch.installed(spec)
        except ModelError as error:
            failures.append(str(error))
            continue
        if files is not None:
            typer.echo(f"{spec.name} is as described")
        elif names:
            mend = f"skeleton-crew models fetch {spec.name}"
            failures.append(f"{spec.name} is not installed; run: {mend}")
    if failures:
        raise ModelError("; ".join(failures))


def _all_specs() -> list[ModelSpec]:
    return sorted(map(models.load, models.names()), key=lambda spec: spec.rank)


def _row(spec: ModelSpec) -> dict[str, Any]:
    """What there is to say of a model, as ``--json`` prints it."""
    from engine import runtimes

    return {
        "name": spec.name,
        "title": spec.title,
        "people": spec.people,
        "input": spec.stages[0].input.size,
        "licence": spec.licence,
        "homepage": spec.homepage,
        "installed": _state(spec),
        "runtimes": {name: runtimes.is_installed(name) for name in spec.runtimes},
    }


def _state(spec: ModelSpec) -> str:
    from engine import fetch

    try:
        return "no" if fetch.installed(spec) is None else "yes"
    except ModelError:
        return "damaged"


def _print_table(rows: list[dict[str, Any]]) -> None:
    """Print the models one a line; a terminal that is not wide goes without their titles."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    headings = ["name", "people", "input", "installed", "runs on", "licence", "title"]
    if console.width < TITLES_WIDTH:
        headings.remove("title")
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for heading in headings:
        table.add_column(heading, no_wrap=heading != "runs on")
    for row in rows:
        cells = row | {
            "input": "x".join(map(str, row["input"])),
            "runs on": ", ".join(_here(row)) or "nothing here",
        }
        table.add_row(*(cells[heading] for heading in headings))
    console.print(table)


def _here(row: dict[str, Any]) -> list[str]:
    return [name for name, is_installed in row["runtimes"].items() if is_installed]
