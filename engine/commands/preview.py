"""``skeleton-crew preview``: the camera picture with what is found in it, for aiming the camera."""

from typing import Annotated, Any

import typer

from engine.commands.options import override, say, with_engine_options
from engine.settings import EngineSettings


@with_engine_options
def preview(
    engine: dict[str, Any],
    source: Annotated[
        str | None, typer.Argument(help="Camera number, file, folder, URL or stage:NAME.")
    ] = None,
    mirror: Annotated[bool, typer.Option(help="Show the picture as in a mirror.")] = False,
    fullscreen: Annotated[bool, typer.Option(help="Fill the screen.")] = False,
) -> None:
    """Show the camera picture and the skeletons, to aim the camera; keeps and sends nothing."""
    from engine import preview as window
    from engine.assembly import open_estimator, open_source
    from engine.smoother import Smoother
    from engine.tracker import Tracker

    settings = override(EngineSettings(), engine | {"source": source})
    model, estimator = open_estimator(settings, say)
    window.run(
        open_source(settings, say),
        estimator,
        Tracker(),
        Smoother(),
        title=f"{model} - Skeleton Crew preview",
        mirror=mirror,
        fullscreen=fullscreen,
        speed=settings.pace(real_time=True),
    )
