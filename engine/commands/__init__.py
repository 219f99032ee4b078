"""The engine's part of the command line, and how a command gets its poses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

import typer

from engine.commands.bench import bench_app, measure_chosen
from engine.commands.bench_scale import bench_scale
from engine.commands.bench_serve import bench_serve
from engine.commands.doctor import (
    address_check,
    engine_checks,
    examine_and_print,
    folder_check,
    soundfont_check,
)
from engine.commands.elsewhere import chosen_engine, dial_of
from engine.commands.keys import keys_app
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
from engine.commands.serve import serve
from engine.commands.soundfonts import soundfont, soundfonts_app
from engine.descriptions import shipped
from engine.poses import PoseStream, Recorder, ReplayStream
from engine.poses.errors import UsageError
from engine.settings import AppEngineSettings, EngineSettings

__all__ = [
    "AppEngineSettings",
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
    "open_cameras",
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
    """Add the commands that need no app: models, SoundFonts, bench, preview and serve."""
    app.add_typer(models_app)
    app.add_typer(soundfonts_app)
    app.add_typer(bench_app)
    bench_app.command("scale")(bench_scale)
    bench_app.command("serve")(bench_serve)
    app.command()(preview)
    app.command()(serve)
    app.add_typer(keys_app)


@contextmanager
def open_cameras(
    poses_from: PosesFrom, settings: AppEngineSettings, names: Sequence[str], *, usual: str
) -> Iterator[Callable[[], Mapping[str, PoseStream]]]:
    """What gives the streams of all cameras that there are by now, or of those in ``names``.

    An engine in this process has one, called ``usual``; so has a recording. One elsewhere has those
    that it names itself.
    """
    chosen = chosen_engine(poses_from, settings)
    if isinstance(chosen, AppEngineSettings) and chosen.address:
        from engine.poses.remote import EngineCameras

        if poses_from.record is not None:
            raise UsageError("--record is of one stream; record with detect --camera NAME --record")
        wanted = names or ([chosen.camera] if chosen.camera else [])
        with closing(EngineCameras(dial_of(chosen), wanted, report=say)) as cameras:
            yield cameras.streams
        return
    if len(names) > 1:
        raise UsageError("--camera: several cameras are those of an engine elsewhere, --engine")
    with open_poses(poses_from, settings=settings) as poses:
        streams = {usual: poses}
        yield lambda: streams


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
    """A stream of poses: from an engine in this process or elsewhere, or from a recording.

    What ``poses_from`` says of the engine overrides ``settings``; the flags are those of
    :func:`engine.assembly.open_stream`.
    """
    chosen = chosen_engine(poses_from, settings or AppEngineSettings())
    recorder = Recorder(poses_from.record) if poses_from.record is not None else None
    stream: PoseStream
    if poses_from.replay is not None:
        speed = chosen.pace(real_time)
        stream = ReplayStream(poses_from.replay, speed=speed, report=say, recorder=recorder)
    elif isinstance(chosen, AppEngineSettings) and chosen.address:
        from engine.poses.remote import RemoteStream

        stream = RemoteStream(
            dial_of(chosen),
            camera=chosen.camera,
            background=background,
            recorder=recorder,
            report=say,
        )
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
