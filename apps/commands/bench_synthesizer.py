"""``skeleton-crew bench synthesizer``: from a picture to its sound."""

from typing import Annotated, Any

import msgspec
import typer

from apps.commands.options import Config
from apps.commands.synthesizer import Preset, config_file
from engine.commands import (
    PosesFrom,
    SourceOption,
    measure_chosen,
    open_poses,
    override,
    say,
    soundfont,
    with_engine_options,
)

ENGINE_FRAMES = 200
"""How many pictures the engine is timed with before a whole way is put together."""


@with_engine_options
def bench_synthesizer(
    engine: dict[str, Any],
    source: SourceOption = None,
    config: Config = None,
    preset: Preset = None,
    run: Annotated[float, typer.Option(help="Seconds to play in real time.")] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure the way from a picture to its sound, step by step, and a run in real time."""
    from apps.synthesizer import benchmark
    from apps.timing import Timing

    settings = config_file(config, preset).read()
    given = {"skip": 10.0, "seconds": 20.0} | engine | {"source": source or "stage:conductor"}
    chosen = override(settings.engine, given)
    whole = measure_chosen(chosen, ENGINE_FRAMES).whole
    with open_poses(PosesFrom(), settings=chosen) as poses:
        frames = list(poses)
    report = benchmark.measure(
        frames,
        settings,
        soundfont(settings.sound.soundfont, say),
        run,
        engine=Timing(whole.p50, whole.p95, whole.p99),
    )
    typer.echo(msgspec.json.encode(report).decode() if as_json else report.as_text())
