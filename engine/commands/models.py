"""``skeleton-crew models``: the known pose models, and the files of those that are here."""

from functools import partial
from typing import Annotated, Any

import typer

from engine import models
from engine.commands.fetched import (
    fetch_each,
    print_json,
    print_table,
    remove_each,
    say_where,
    state,
    verify_each,
)
from engine.models import ModelSpec
from engine.poses.errors import UsageError

HEADINGS = ("name", "people", "input", "installed", "runs on", "licence", "title")

models_app = typer.Typer(
    name="models",
    help="Pose models: list, fetch, verify, remove.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Models.")]


@models_app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a model.")] = False,
) -> None:
    """List the known models, the first choice first."""
    rows = [_row(spec) for spec in models.by_rank()]
    if as_json:
        print_json(rows)
    else:
        print_table(HEADINGS, map(_in_words, rows), wrap="runs on")


@models_app.command("fetch")
def fetch_models(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="Every known model.")] = False,
) -> None:
    """Get models and keep them; without a name, the best that can be had."""
    from engine import fetch

    if names and everything:
        raise UsageError("models fetch takes names or --all, not both")
    if names:
        fetch_each([models.load(name) for name in names])
    elif everything:
        fetch_each(models.by_rank())
    else:
        say_where(*fetch.choose("auto", report=partial(typer.echo, err=True)))


@models_app.command("verify")
def verify_models(names: Names = None) -> None:
    """Check that the files of models are here and undamaged; without a name, of all that are."""
    named = [models.load(name) for name in names or ()]
    verify_each(named or models.by_rank(), needed=bool(named))


@models_app.command("remove")
def remove_models(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Models.")],
) -> None:
    """Remove what is kept of models, and forget how fast they are here; a mirror stays as it is."""
    remove_each([models.load(name) for name in names], models.by_rank())


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
        "installed": state(spec),
        "runtimes": {name: runtimes.is_installed(name) for name in spec.runtimes},
    }


def _in_words(row: dict[str, Any]) -> dict[str, str]:
    """``row`` as the table shows it."""
    here = [name for name, is_installed in row["runtimes"].items() if is_installed]
    return row | {
        "input": "x".join(map(str, row["input"])),
        "runs on": ", ".join(here) or "nothing here",
    }
