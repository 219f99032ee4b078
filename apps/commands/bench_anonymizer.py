"""``skeleton-crew bench anonymizer``: what drawing costs."""

from typing import Annotated, Any

import msgspec
import typer

from apps.commands.anonymizer import AnonymizerConfig
from apps.commands.options import Config
from engine.commands import (
    AppEngineSettings,
    PosesFrom,
    open_poses,
    override,
    read_settings,
    with_engine_options,
)
from engine.poses import Background, PoseFrame, UsageError

EMPTY_SECONDS = 10.0
"""The puppet theatre's room stands empty for long enough at the start of ``visit``."""

FEWEST = 3


@with_engine_options
def bench_anonymizer(
    engine: dict[str, Any],
    config: Config = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Measure how long it takes to draw three people over the empty scene."""
    from apps.anonymizer.benchmark import Report

    settings = read_settings(config, AnonymizerConfig)
    chosen = override(settings.engine, {"skip": 8.0, "seconds": 10.0} | engine)
    report = Report.measure(_people(chosen), _empty_scene(chosen), settings)
    typer.echo(msgspec.json.encode(report).decode() if as_json else report.as_text())


def _people(engine: AppEngineSettings) -> list[PoseFrame]:
    settings = override(engine, {"source": "stage:trio", "resolution": (1280, 720)})
    with open_poses(PosesFrom(), settings=settings) as poses:
        frames = list(poses)
    if len(frames) < FEWEST:
        raise UsageError(
            f"--seconds: {len(frames)} frames are too few to measure, {FEWEST} will do"
        )
    return frames


def _empty_scene(engine: AppEngineSettings) -> Background:
    """What the engine has vetted as empty; it is scaled once, so that its size costs nothing."""
    given = {"source": "stage:visit", "resolution": (640, 360)}
    settings = override(engine, given | {"skip": 0.0, "seconds": EMPTY_SECONDS})
    with open_poses(PosesFrom(), settings=settings, background=True) as poses:
        for _ in poses:
            background = poses.background()
            if background is not None:
                return background
    raise UsageError("the engine has accepted no background; its settings may forbid it")
