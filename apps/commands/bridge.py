"""``skeleton-crew bridge``: what the engine finds, for programs that are none of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from apps.bridge.settings import BridgeSettings
from apps.commands.options import Config, given
from engine.commands import AppEngineSettings, PosesFrom, open_poses, say, with_pose_options
from engine.poses import OutputError
from engine.poses.config_file import ConfigFile

bridge_app = typer.Typer(
    name="bridge",
    help="Tell other programs: by OSC, WebSocket or MQTT.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class BridgeConfig(BridgeSettings, frozen=True, forbid_unknown_fields=True):
    """A config file of the bridges: their settings, and those of the engine."""

    engine: AppEngineSettings = AppEngineSettings()


@bridge_app.command()
@with_pose_options
def osc(
    poses_from: PosesFrom,
    config: Config = None,
    address: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Where the other program listens.")
    ] = None,
) -> None:
    """Send poses by OSC, a bundle a frame."""
    with _installed():
        from apps.bridge.osc import run

    settings = _settings(config, osc=given(address=address))
    with open_poses(poses_from, settings=settings.engine, real_time=True) as poses:
        run(poses, settings.osc)


@bridge_app.command()
@with_pose_options
def websocket(
    poses_from: PosesFrom,
    config: Config = None,
    address: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="Of this machine, where pages get poses."),
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(help="Whose pages may get poses besides our own; may be repeated."),
    ] = None,
    page: Annotated[Path | None, typer.Option(help="A folder with a page to serve.")] = None,
) -> None:
    """Serve poses to web pages as JSON, a message a frame, and a page that draws them."""
    with _installed():
        from apps.bridge.websocket.app import run

    chosen = given(address=address, origins=origin, page=str(page) if page else None)
    settings = _settings(config, websocket=chosen)
    with open_poses(poses_from, settings=settings.engine, real_time=True) as poses:
        run(poses, settings.websocket, report=say)


@bridge_app.command()
@with_pose_options
def mqtt(
    poses_from: PosesFrom,
    config: Config = None,
    host: Annotated[str | None, typer.Option(help="The broker.")] = None,
    port: Annotated[int | None, typer.Option(help="The broker's port.")] = None,
    site: Annotated[str | None, typer.Option(help="The site's name.")] = None,
    camera: Annotated[str | None, typer.Option(help="The camera's name.")] = None,
) -> None:
    """Tell an MQTT broker how many people there are, and nothing else."""
    with _installed():
        from apps.bridge.mqtt import run

    chosen = given(host=host, port=port, site=site, camera=camera)
    settings = _settings(config, mqtt=chosen)
    with open_poses(poses_from, settings=settings.engine, real_time=True) as poses:
        run(poses, settings.mqtt, report=say)


@contextmanager
def _installed() -> Iterator[None]:
    """Says what to install where a library is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise OutputError(
            f"this bridge needs {error.name}, which is not installed;"
            " run: pip install 'skeleton-crew[bridge]'"
        ) from error


def _settings(path: Path | None, **chosen: dict[str, object]) -> BridgeConfig:
    """The settings in the config file ``path``, with what the command line chose."""
    return ConfigFile(path, BridgeConfig, given=given(**chosen)).read()
