"""``skeleton-crew bench``: how fast frames become poses on this machine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from engine.commands.fetched import print_table
from engine.commands.options import override, say, with_engine_options
from engine.poses.config import read_config
from engine.poses.errors import ModelError, OutputError
from engine.settings import EngineSettings
from engine.speeds import Setup, Speed, Subject, keep

if TYPE_CHECKING:
    from engine.benchmark import Measurement, Throughput
    from engine.benchmark.bars import Bar
    from engine.cameras.frame import Camera, Frame
    from engine.models import ModelSpec

DEFAULT_SOURCE = "stage:trio"

HEADINGS = (
    *("ms: median (95 %)", "whole frame", "bare model", "ratio"),
    *("capture", "fit", "infer", "decode", "track", "smooth", "wire"),
    *("frames/s", "of limit", "CPU ms", "MB", "people"),
)
ROOMY = {"ratio": 90, "people": 85, "of limit": 100, "CPU ms": 110, "MB": 120}
ROOMY |= dict.fromkeys(("capture", "fit", "infer", "track", "smooth", "wire"), 150)

Measured = tuple["Measurement", Speed]
"""A model's speed in full, and as it is kept."""


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
    rounds: Annotated[int, typer.Option(min=1, help="How often to run flat out.")] = 3,
    start: Annotated[bool, typer.Option(help="Time the start to the first skeleton too.")] = True,
    check: Annotated[
        Path | None, typer.Option(help="Only see if the bars in FILE are met.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure each installed model, and keep the figures for --model auto to choose by."""
    if context.invoked_subcommand is not None:
        return
    if check is not None:
        _check(check, override(EngineSettings(), engine), rounds)
        return
    settings = override(EngineSettings(), engine | {"source": source or DEFAULT_SOURCE})
    _say_if_busy()
    measured = [_measured(settings, spec, frames, rounds) for spec in _models(settings)]
    _keep(speed for _, speed in measured)
    seconds = _seconds_to_first_skeleton(settings) if start else None
    if as_json:
        _print_json(measured, seconds)
        return
    print_table(
        HEADINGS,
        [_in_words(measurement) for measurement, _ in measured],
        roomy=ROOMY,
        numbers=HEADINGS[1:],
    )
    if seconds is not None:
        typer.echo(f"start to first skeleton: {seconds:.2f} s")


def _check(path: Path, settings: EngineSettings, rounds: int) -> None:
    """Hold the models in the file at ``path`` to its bars; the exit status is 1 if one fails."""
    from engine.benchmark.bars import Bars

    wanted = read_config(path, Bars)
    results = [_held_to(bar, settings, wanted.attempts, rounds) for bar in wanted.bars]
    if not all(results):
        raise typer.Exit(1)


def _held_to(bar: "Bar", settings: EngineSettings, attempts: int, rounds: int) -> bool:
    """Whether the model of ``bar`` meets it; says so in a line."""
    from engine import models
    from engine.benchmark.bars import reached

    given = {"source": bar.source, "resolution": bar.resolution, "skip": bar.skip}
    on_source, spec = override(settings, given), models.load(bar.model)
    best = reached(bar, attempts, lambda: measure(on_source, spec, bar.frames, rounds)[1])
    typer.echo(
        f"{bar.model}: {'ok' if best.meets(bar) else 'too slow'}: "
        f"whole frame {best.ratio:.2f} (at most {bar.ratio:.2f}), "
        f"decoding {best.decode:.3f} (at most {bar.decode:.3f}), "
        f"share of the limit {best.share:.2f} (at least {bar.share:.2f})"
    )
    return best.meets(bar)


def _say_if_busy() -> None:
    """Figures that are kept from a machine with other things to do mislead for long."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores / 2:
        say(
            f"this machine is busy (load {load:.1f} on {cores} cores), so that models look slow; "
            "measure again when nothing else runs"
        )


def _models(settings: EngineSettings) -> list["ModelSpec"]:
    from engine import fetch, models

    if settings.model != "auto":
        return fetch.compiled_for(settings.device, [models.load(settings.model)])
    specs = fetch.compiled_for(settings.device, fetch.best_first(settings.runtime))
    installed = [spec for spec in specs if fetch.installed(spec)]
    if not installed:
        raise ModelError("no model is installed; run: skeleton-crew models fetch")
    return installed


def measure_chosen(settings: EngineSettings, count: int) -> "Measurement":
    """The speed of the model that an app would be given, over ``count`` frames."""
    from engine import fetch

    with closing(_camera(settings)) as camera:
        fps = camera.fps
    spec, _ = fetch.choose(settings.model, report=say, setup=settings.setup, fps=fps)
    return measure(settings, spec, count, rounds=1)[1]


def _measured(settings: EngineSettings, spec: "ModelSpec", count: int, rounds: int) -> Measured:
    """The speed of ``spec``, in full and as it is kept."""
    from engine.cameras.opencv import without_password

    loaded, measurement = measure(settings, spec, count, rounds)
    speed = Speed(
        subject=_subject(loaded, settings.setup),
        bare=measurement.bare.p50,
        decode=measurement.steps["decode"].p50,
        whole=measurement.whole.p50,
        frames_per_second=measurement.frames_per_second,
        source=without_password(settings.source),
        people=measurement.people,
    )
    return measurement, speed


def _subject(loaded: "ModelSpec", setup: Setup) -> Subject:
    """What was measured: the build of ``loaded`` that is here."""
    from engine import fetch

    build = fetch.present(loaded)
    assert build is not None
    return fetch.speed_subject(loaded, build, setup)


def _keep(speeds: Iterable[Speed]) -> None:
    """Keep ``speeds`` for the next start; where that cannot be, say so and go on."""
    try:
        keep(speeds)
    except OutputError as error:
        say(str(error))


def measure(
    settings: EngineSettings, spec: "ModelSpec", count: int, rounds: int
) -> tuple["ModelSpec", "Measurement"]:
    """The speed of the model ``spec`` over ``count`` frames of the source that is set.

    With it comes the model as it was loaded: with the builds for one kind of chip alone.
    """
    from engine import assembly, benchmark

    chosen = override(settings, {"model": spec.called})
    spec, networks = assembly.open_networks(chosen, say)
    _, several = assembly.open_networks(chosen, say, at_once=assembly.AT_ONCE)
    camera = (lambda: _camera(settings)) if Path(settings.source).is_file() else None
    flat_out = benchmark.FlatOut(spec, several, camera, rounds)
    frames = _frames(settings, spec.name, count)
    return spec, benchmark.measure(spec, networks, frames, flat_out)


def _frames(settings: EngineSettings, name: str, count: int) -> Iterator["Frame"]:
    """``count`` frames and some to warm up, with a progress bar where somebody looks on."""
    from rich.console import Console
    from rich.progress import track

    from engine.benchmark import WARM_UP

    total = count + WARM_UP
    console = Console(stderr=True)
    with closing(_camera(settings)) as camera:
        yield from track(
            islice(camera.frames(), total),
            description=name,
            total=total,
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )


def _camera(settings: EngineSettings) -> "Camera":
    from engine import cameras

    return cameras.open_camera(settings.source, resolution=settings.resolution, skip=settings.skip)


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


def _print_json(measured: Iterable[Measured], start_seconds: float | None) -> None:
    models = [
        msgspec.to_builtins(measurement) | {"ran": msgspec.to_builtins(speed.subject)}
        for measurement, speed in measured
    ]
    typer.echo(json.dumps({"models": models, "start_seconds": start_seconds}))


def _in_words(one: "Measurement") -> dict[str, str]:
    """What the table shows of a model; times are milliseconds."""
    return {
        "ms: median (95 %)": one.model,
        "whole frame": f"{one.whole.p50:.1f} ({one.whole.p95:.1f})",
        "bare model": f"{one.bare.p50:.1f} ({one.bare.p95:.1f})",
        "ratio": f"{one.ratio:.2f}",
        "frames/s": f"{one.frames_per_second:.1f}",
        "people": f"{one.people:.1f}",
        **_throughput_in_words(one.throughput),
    } | {step: f"{timing.p50:.2f}" for step, timing in one.steps.items()}


def _throughput_in_words(throughput: "Throughput | None") -> dict[str, str]:
    if throughput is None:
        return dict.fromkeys(("of limit", "CPU ms", "MB"), "")
    share = "" if throughput.share is None else f"{100 * throughput.share:.0f} %"
    return {
        "of limit": share,
        "CPU ms": f"{throughput.cpu_ms:.1f}",
        "MB": f"{throughput.peak_mb:.0f}",
    }
