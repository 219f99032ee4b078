"""``skeleton-crew bench``: how fast frames become poses on this machine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from engine.commands.options import override, say, with_engine_options
from engine.poses.errors import ModelError
from engine.settings import EngineSettings

if TYPE_CHECKING:
    from engine.benchmark import Measurement
    from engine.cameras.frame import Frame
    from engine.models import ModelSpec

DEFAULT_SOURCE = "stage:trio"


bench_app = typer.Typer(
    name="bench",
    help="Measure each installed model, or the one that --model names, and the engine's start.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@bench_app.callback()
@with_engine_options
def bench(
    context: typer.Context,
    engine: dict[str, Any],
    source: Annotated[str | None, typer.Option(help="Where the pictures come from.")] = None,
    frames: Annotated[int, typer.Option(min=20, help="How many pictures to time.")] = 200,
    start: Annotated[bool, typer.Option(help="Time the start to the first skeleton too.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure each installed model, unless an app is to be measured."""
    if context.invoked_subcommand is not None:
        return
    settings = override(EngineSettings(), engine | {"source": source or DEFAULT_SOURCE})
    measured = [measure(settings, spec, frames) for spec in _models(settings)]
    seconds = _seconds_to_first_skeleton(settings) if start else None
    if as_json:
        report = {"models": msgspec.to_builtins(measured), "start_seconds": seconds}
        typer.echo(json.dumps(report))
        return
    _print_table(measured)
    if seconds is not None:
        typer.echo(f"start to first skeleton: {seconds:.2f} s")


def _models(settings: EngineSettings) -> list["ModelSpec"]:
    from engine import fetch, models

    if settings.model != "auto":
        return [models.load(settings.model)]
    installed = [spec for spec in fetch.best_first(settings.runtime) if fetch.installed(spec)]
    if not installed:
        raise ModelError("no model is installed; run: skeleton-crew models fetch")
    return installed


def measure_chosen(settings: EngineSettings, count: int) -> "Measurement":
    """The speed of the model that an app would be given, over ``count`` frames."""
    from engine import fetch

    spec, _ = fetch.choose(settings.model, report=say, runtime=settings.runtime, chip=settings.chip)
    return measure(settings, spec, count)


def measure(settings: EngineSettings, spec: "ModelSpec", count: int) -> "Measurement":
    """The speed of the model ``spec`` over ``count`` frames of the source that is set."""
    from engine import assembly, benchmark

    spec, networks = assembly.open_networks(override(settings, {"model": spec.name}), say)
    return benchmark.measure(spec, networks, _frames(settings, spec.name, count))


def _frames(settings: EngineSettings, name: str, count: int) -> Iterator["Frame"]:
    """``count`` frames and some to warm up, with a progress bar where somebody looks on."""
    from contextlib import closing

    from rich.console import Console
    from rich.progress import track

    from engine import cameras
    from engine.benchmark import WARM_UP

    total = count + WARM_UP
    camera = cameras.open_camera(
        settings.source, resolution=settings.resolution, skip=settings.skip
    )
    console = Console(stderr=True)
    with closing(camera):
        yield from track(
            islice(camera.frames(), total),
            description=name,
            total=total,
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )


def _seconds_to_first_skeleton(settings: EngineSettings) -> float | None:
    """From the start of a process of its own to the first frame in which somebody is found."""
    command = [sys.executable, "-m", "apps", "detect", settings.source, "--json"]
    command += ["--model", settings.model, "--skip", str(settings.skip)]
    started = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["poses"]:
                seconds = perf_counter() - started
                process.kill()
                return seconds
    return None


def _print_table(measured: list["Measurement"]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("ms a frame: median (95 %)")
    steps = list(measured[0].steps)
    for heading in ("whole", "bare model", "ratio", *steps, "people"):
        table.add_column(heading, justify="right")
    for one in measured:
        timings = [one.steps[step] for step in steps]
        table.add_row(
            one.model,
            *(f"{timing.p50:.2f} ({timing.p95:.2f})" for timing in (one.whole, one.bare)),
            f"{one.ratio:.2f}",
            *(f"{timing.p50:.2f}" for timing in timings),
            f"{one.people:.1f}",
        )
    Console(width=None if sys.stdout.isatty() else 200).print(table)
