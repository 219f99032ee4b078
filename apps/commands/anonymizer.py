"""``skeleton-crew anonymizer``: people as skeletons over the empty scene."""

from pathlib import Path
from typing import Annotated

import typer

from apps.anonymizer.settings import AnonymizerSettings
from apps.commands.options import Config, Fullscreen, Headless, Language, Mirror, Outputs
from engine.commands import (
    AppEngineSettings,
    PosesFrom,
    open_poses,
    override,
    read_settings,
    with_pose_options,
)


class AnonymizerConfig(AnonymizerSettings, frozen=True, forbid_unknown_fields=True):
    """A config file of the anonymizer: its settings, and those of the engine."""

    engine: AppEngineSettings = AppEngineSettings()


@with_pose_options
def anonymizer(
    poses_from: PosesFrom,
    config: Config = None,
    output: Outputs = None,
    background: Annotated[
        Path | None, typer.Option(help="Write the picture of the empty scene to this .png.")
    ] = None,
    headless: Headless = False,
    mirror: Mirror = None,
    fullscreen: Fullscreen = None,
    language: Language = None,
) -> None:
    """Show people as skeletons over a picture of the empty scene."""
    from apps.anonymizer.app import run

    given = {"mirror": mirror, "fullscreen": fullscreen, "languages": language}
    settings = override(read_settings(config, AnonymizerConfig), given)
    in_window = not headless and not output
    with open_poses(
        poses_from, settings=settings.engine, background=True, real_time=in_window
    ) as poses:
        run(poses, settings, outputs=output or (), background=background, headless=headless)
