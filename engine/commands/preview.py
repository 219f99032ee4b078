"""``skeleton-crew preview``: the camera picture, for aiming the camera and drawing zones."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.commands.options import SourceArgument, override, say, with_engine_options
from engine.poses.errors import OutputError, UsageError
from engine.settings import EngineSettings

if TYPE_CHECKING:
    from engine.preview.zones.shapes import PlanFile


@with_engine_options
def preview(
    engine: dict[str, Any],
    source: SourceArgument = None,
    mirror: Annotated[bool, typer.Option(help="Show the picture as in a mirror.")] = False,
    fullscreen: Annotated[bool, typer.Option(help="Fill the screen.")] = False,
    zones: Annotated[
        Path | None, typer.Option(help="Draw zones and lines into this config of the pose logger.")
    ] = None,
) -> None:
    """Show the camera picture and the skeletons, to aim the camera; keeps and sends no picture."""
    if zones is not None and mirror:
        raise UsageError("--mirror: zones are drawn in the camera's own picture; leave it out")
    from engine import preview as window
    from engine.assembly import open_camera_and_model
    from engine.smoother import Smoother
    from engine.tracker import Tracker

    settings = override(EngineSettings(), engine | {"source": source})
    camera, model = open_camera_and_model(settings, say, real_time=True)
    window.run(
        camera,
        model.estimator,
        Tracker(),
        Smoother(),
        title=f"{model.name} - Skeleton Crew preview",
        mirror=mirror,
        fullscreen=fullscreen,
        speed=settings.pace(real_time=True),
        zones=None if zones is None else _plan_file(zones),
    )


def _plan_file(path: Path) -> "PlanFile":
    """The zones in the config ``path``; :class:`OutputError` where they could not be written."""
    try:
        from engine.commands.zones_file import ZonesFile
    except ModuleNotFoundError as error:
        raise OutputError(
            f"--zones needs {error.name}, which is not installed; "
            "run: pip install 'skeleton-crew[display]'"
        ) from error
    return ZonesFile(path)
