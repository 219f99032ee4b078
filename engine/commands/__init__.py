"""The engine's part of the command line, and how a command gets its poses."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from engine.commands.bench import bench_app, measure_chosen
from engine.commands.doctor import (
    address_check,
    engine_checks,
    examine_and_print,
    folder_check,
    soundfont_check,
)
from engine.commands.models import models_app
from engine.commands.options import (
    PosesFrom,
    SourceArgument,
    SourceOption,
    override,
    read_settings,
    say,
    with_engine_options,
    with_pose_options,
)
from engine.commands.preview import preview
from engine.commands.soundfonts import soundfont, soundfonts_app
from engine.descriptions import shipped
from engine.poses import PoseStream, Recorder, ReplayStream
from engine.poses.errors import UsageError
from engine.settings import EngineSettings

__all__ = [
    "EngineSettings",
    "PosesFrom",
    "SourceArgument",
    "SourceOption",
    "add_engine_commands",
    "address_check",
    "bench_app",
    "engine_checks",
    "examine_and_print",
    "folder_check",
    "measure_chosen",
    "open_poses",
    "override",
    "read_settings",
    "say",
    "shipped",
    "soundfont",
    "soundfont_check",
    "with_engine_options",
    "with_pose_options",
]


def add_engine_commands(app: typer.Typer) -> None:
    """Add the commands that need no app: models, SoundFonts, bench, and the preview of a camera."""
    app.add_typer(models_app)
    app.add_typer(soundfonts_app)
    app.add_typer(bench_app)
    app.command()(preview)


@contextmanager
def open_poses(
    poses_from: PosesFrom,
    *,
    settings: EngineSettings | None = None,
    smooth: bool = True,
    background: bool = False,
    real_time: bool = False,
    scene: str = "stage:visit",
) -> Iterator[PoseStream]:
    """A stream of poses from an engine in this process, or from a recording.

    What ``poses_from`` says of the engine overrides ``settings``; the flags are those of
    :func:`engine.assembly.open_stream`.
    """
    _, source, replay, record = poses_from
    if replay is not None and source is not None:
        raise UsageError("--replay takes the place of a source; give one of the two")
    chosen = override(settings or EngineSettings(), {**poses_from.engine, "source": source})
    recorder = Recorder(record) if record is not None else None
    stream: PoseStream
    if replay is not None:
        stream = ReplayStream(replay, speed=chosen.pace(real_time), report=say, recorder=recorder)
    else:
        from engine.assembly import open_stream

        stream = open_stream(
            chosen,
            say,
            smooth=smooth,
            background=background,
            real_time=real_time,
            recorder=recorder,
            scene=scene,
        )
    with stream:
        yield stream
