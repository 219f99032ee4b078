"""The engine's part of the command line, and how a command gets its poses."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from engine.commands.bench import bench_app, measure_chosen
from engine.commands.models import models_app
from engine.commands.options import override, read_settings, say, with_engine_options
from engine.commands.preview import preview
from engine.commands.soundfonts import soundfont, soundfonts_app
from engine.descriptions import shipped
from engine.poses import PoseStream, Recorder, ReplayStream
from engine.poses.errors import UsageError
from engine.settings import EngineSettings

__all__ = [
    "EngineSettings",
    "add_engine_commands",
    "bench_app",
    "measure_chosen",
    "open_poses",
    "override",
    "read_settings",
    "say",
    "shipped",
    "soundfont",
    "with_engine_options",
]


def add_engine_commands(app: typer.Typer) -> None:
    """Add the commands that need no app: models, SoundFonts, bench, and the preview of a camera."""
    app.add_typer(models_app)
    app.add_typer(soundfonts_app)
    app.add_typer(bench_app)
    app.command()(preview)


@contextmanager
def open_poses(
    given: dict[str, Any],
    source: str | None = None,
    *,
    settings: EngineSettings | None = None,
    replay: Path | None = None,
    record: Path | None = None,
    smooth: bool = True,
    background: bool = False,
    real_time: bool = False,
    scene: str = "stage:visit",
) -> Iterator[PoseStream]:
    """A stream of poses from an engine in this process, or from a recording.

    ``given`` are the engine's options on the command line, which override ``settings``; ``record``
    keeps what the stream delivers; the other flags are those of
    :func:`engine.assembly.open_stream`.
    """
    if replay is not None and source is not None:
        raise UsageError("--replay takes the place of a source; give one of the two")
    chosen = override(settings or EngineSettings(), given | {"source": source})
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
