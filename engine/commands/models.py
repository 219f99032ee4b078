"""``skeleton-crew models``: the known pose models, and the files of those that are here."""

from collections.abc import Sequence
from functools import cache, partial
from typing import Annotated, Any

import msgspec
import typer

from engine import models, speeds
from engine.commands.fetched import (
    fetch_each,
    in_megabytes,
    print_json,
    print_table,
    remove_each,
    say_where,
    size,
    state,
    verify_each,
)
from engine.models import ModelSpec
from engine.poses.errors import UsageError
from engine.speeds import Setup, Speed

HEADINGS = (
    *("name", "people", "accuracy", "input", "MB", "here", "runs on", "ms", "licence", "title"),
)
ROOMY = {"accuracy": 95, "title": 160}

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
    """List the known models, the first choice first; ms are a whole frame's, once measured."""
    rows = [_row(spec) for spec in models.by_rank()]
    if as_json:
        print_json(rows)
    else:
        words = map(_in_words, rows)
        print_table(HEADINGS, words, roomy=ROOMY, numbers=("MB", "ms"), wrap="runs on")


@models_app.command("fetch")
def fetch_models(
    names: Names = None,
    everything: Annotated[bool, typer.Option("--all", help="Every known model.")] = False,
    device: Annotated[
        str, typer.Option(help="edgetpu takes files that are compiled for the Edge TPU.")
    ] = "AUTO",
) -> None:
    """Get models and keep them; without a name, the best that can be had."""
    from engine import fetch
    from engine.speeds import Setup

    if names and everything:
        raise UsageError("models fetch takes names or --all, not both")
    if names:
        named = [models.load(name) for name in names]
        fetch_each(spec for one in named for spec in fetch.compiled_for(device, [one]))
    elif everything:
        fetch_each(fetch.compiled_for(device, models.by_rank()))
    else:
        setup = Setup(device=device)
        say_where(*fetch.choose("auto", report=partial(typer.echo, err=True), setup=setup))


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
    from engine import fetch

    specs = [models.load(name) for name in names]
    try:
        remove_each(specs, models.by_rank())
    finally:
        for spec in specs:
            if fetch.present(spec) is None:
                speeds.forget(spec.name)


def _row(spec: ModelSpec) -> dict[str, Any]:
    """What there is to say of a model, as ``--json`` prints it."""
    from engine import runtimes

    return {
        "name": spec.name,
        "title": spec.title,
        "people": spec.people,
        "accuracy": "untested" if spec.untested else spec.accuracy,
        "input": spec.stages[0].input.size,
        "size": size(spec),
        "licence": spec.licence,
        "homepage": spec.homepage,
        "installed": state(spec),
        "runtimes": {name: runtimes.is_installed(name) for name in spec.runtimes},
        "devices": {name: _devices_for(spec, name) for name in spec.runtimes},
        "milliseconds": _milliseconds(spec),
        "speeds": [msgspec.to_builtins(speed) for speed in _speeds(spec)],
    }


@cache
def _devices(runtime: str) -> tuple[str, ...]:
    """What ``runtime`` runs on here; nothing where it is not installed."""
    from engine import runtimes

    return runtimes.devices(runtime) if runtimes.is_installed(runtime) else ()


def _devices_for(spec: ModelSpec, runtime: str) -> list[str]:
    """Those of the runtime's devices for which there are files of ``spec``."""
    from engine import runtimes

    return [name for name in _devices(runtime) if spec.compiled_for(runtimes.chip(name))]


def _speeds(spec: ModelSpec) -> list[Speed]:
    """All that was measured of the build of ``spec`` that is here, on this machine."""
    from engine import fetch

    build = fetch.present(spec)
    return [
        speed
        for subject, speed in speeds.kept().items()
        if build is not None
        and (subject.model, subject.build, subject.machine)
        == (spec.name, fetch.fingerprint(spec, build), speeds.machine())
    ]


def _milliseconds(spec: ModelSpec) -> float | None:
    """The time of a whole frame as ``--model auto`` counts it, where nothing else is set."""
    from engine import fetch

    build = fetch.present(spec)
    if build is None:
        return None
    speed = speeds.kept().get(fetch.speed_subject(spec, build, Setup()))
    return speed.whole if speed else None


def _in_words(row: dict[str, Any]) -> dict[str, str]:
    """``row`` as the table shows it."""
    here = [_with_devices(name, devices) for name, devices in row["devices"].items() if devices]
    milliseconds = row["milliseconds"]
    return row | {
        "input": "x".join(map(str, row["input"])),
        "MB": in_megabytes(row["size"]),
        "here": row["installed"],
        "runs on": " ".join(here) or "nothing here",
        "ms": "" if milliseconds is None else f"{milliseconds:.1f}",
    }


def _with_devices(runtime: str, devices: Sequence[str]) -> str:
    """The runtime, with its devices where there are others than the CPU."""
    return runtime if set(devices) == {"CPU"} else f"{runtime} ({' '.join(devices)})"
