"""``skeleton-crew bench serve``: what it costs that apps are in other processes."""

import json
from typing import Annotated

import msgspec
import typer

from engine.commands.options import SourceOption


def bench_serve(
    source: SourceOption = None,
    frames: Annotated[int, typer.Option(min=20, help="How many frames to time.")] = 300,
    apps: Annotated[int, typer.Option(min=2, help="How many apps are several.")] = 8,
    seconds: Annotated[float, typer.Option(help="Of the source, for each load.")] = 10.0,
    rounds: Annotated[int, typer.Option(min=0, help="How often loads are compared.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure the delay to an app in another process, and the engine's load with many of them."""
    from engine.server import benchmark

    hop = benchmark.measure_hop(frames)
    load = benchmark.measure_load(source or "stage:trio", seconds, apps, rounds) if rounds else None
    if as_json:
        typer.echo(json.dumps({"hop": msgspec.to_builtins(hop), "load": msgspec.to_builtins(load)}))
        return
    for name, delay in (("here", hop.near), ("elsewhere", hop.far), ("the hop adds", hop.adds)):
        typer.echo(f"{name + ':':<14} {delay.p50:.3f} ms, 1 in 100 above {delay.p99:.3f} ms")
    if load is not None:
        typer.echo(
            f"processor time with {apps} apps: {load.ratio:.3f} times that with one "
            f"({load.several:.2f} s, {load.one:.2f} s)"
        )
