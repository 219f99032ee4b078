"""``skeleton-crew serve``: one camera, or several, for many apps."""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from engine.commands.elsewhere import need_zmq
from engine.commands.options import (
    SourceOption,
    override,
    read_settings,
    say,
    with_engine_options,
)
from engine.poses.errors import UsageError

if TYPE_CHECKING:
    from engine.server import CameraSettings, ServeSettings
    from engine.server.feeds import Feed


@with_engine_options
def serve(
    engine: dict[str, Any],
    source: SourceOption = None,
    replay: Annotated[Path | None, typer.Option(help="Serve a recording of poses instead.")] = None,
    address: Annotated[
        str | None, typer.Option(help="local, ipc://PATH or tcp://HOST:PORT.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Settings in TOML; flags override them.")
    ] = None,
    wait_for: Annotated[
        int, typer.Option(min=0, help="Wait for so many apps, and give them every frame.")
    ] = 0,
) -> None:
    """Run the engine as a service that any number of apps get their poses from."""
    need_zmq()
    from engine.poses.remote import Kind, read_address, topic
    from engine.poses.remote.keys import KeyFolder
    from engine.server import Outlet, Server, ServeSettings
    from engine.server.private_memory import keep_memory_private

    keep_memory_private()
    if replay is not None and source is not None:
        raise UsageError("--replay takes the place of a source; give one of the two")
    settings = override(read_settings(config, ServeSettings), {"address": address})
    if replay is not None and len(settings.cameras) > 1:
        raise UsageError("--replay takes the place of one camera, and the config has several")
    settings = _with_engine(settings, {**engine, "source": source})
    place = read_address(settings.address)
    outlet = Outlet(
        place,
        [topic(Kind.POSES, camera.id) for camera in settings.cameras],
        lossless=wait_for > 0,
        group=settings.group,
        keys=KeyFolder(Path(settings.keys) if settings.keys else None),
    )
    with closing(outlet):
        feeds = _feeds(settings, replay, real_time=wait_for == 0)
        with closing(Server(feeds, outlet, report=say)) as server:
            say(f"serving {', '.join(feeds)} at {place.url}")
            server.run(wait_for=wait_for)


def _with_engine(settings: "ServeSettings", given: dict[str, Any]) -> "ServeSettings":
    """``settings`` with what the command line says of the engine, which is of one camera."""
    given = {name: value for name, value in given.items() if value is not None}
    if not given:
        return settings
    if len(settings.cameras) > 1:
        option = next(iter(given)).replace("_", "-")
        raise UsageError(f"--{option}: the config has several cameras; set it there")
    return msgspec.structs.replace(settings, cameras=(override(settings.cameras[0], given),))


def _feeds(
    settings: "ServeSettings", replay: Path | None, *, real_time: bool
) -> dict[str, Callable[[], "Feed"]]:
    """What opens each camera, or the recording in place of the only one."""
    if replay is None:
        return {camera.id: partial(_open_camera, camera, real_time) for camera in settings.cameras}
    from engine.server.feeds import RecordingFeed

    (camera,) = settings.cameras
    speed = camera.pace(real_time)
    return {camera.id: lambda: RecordingFeed(replay, speed=speed, report=say)}


def _open_camera(camera: "CameraSettings", real_time: bool) -> "Feed":
    from engine.assembly import open_engine

    return open_engine(camera, say, background=camera.background, real_time=real_time)
