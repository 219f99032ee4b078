"""``skeleton-crew logger``: counts and, for a day, skeletons, into the data folder."""

from pathlib import Path
from typing import Annotated

import typer

from apps.commands.options import Config, given
from apps.pose_logger.settings import LoggerSettings
from engine.commands import AppEngineSettings, PosesFrom, open_cameras, say, with_pose_options
from engine.poses.config_file import ConfigFile


class LoggerConfig(LoggerSettings, frozen=True, forbid_unknown_fields=True):
    """A config file of the pose logger: its settings, and those of the engine."""

    engine: AppEngineSettings = AppEngineSettings()


@with_pose_options
def logger(
    poses_from: PosesFrom,
    config: Config = None,
    data: Annotated[Path | None, typer.Option(help="The folder that counts go to.")] = None,
    site: Annotated[str | None, typer.Option(help="The site's name.")] = None,
    camera: Annotated[
        list[str] | None,
        typer.Option(help="The camera's name; with --engine, one that is to be logged."),
    ] = None,
    start: Annotated[
        str | None, typer.Option(metavar="ISO-TIME", help="When a video begins.")
    ] = None,
) -> None:
    """Count visitors: who was where, when, and for how long; skeletons for a day at most."""
    from apps.pose_logger.app import run_all

    names = camera or []
    set_ = given(data=str(data) if data else None, site=site, camera=names[0] if names else None)
    file = ConfigFile(config, LoggerConfig, given=set_)
    settings = file.read()
    with open_cameras(poses_from, settings.engine, names, usual=settings.camera) as cameras:
        run_all(cameras, settings, start=start, changed=file.changed, report=say)
