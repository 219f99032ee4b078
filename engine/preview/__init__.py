"""The preview: the camera picture with what is found in it, for the person who aims the camera.

This is the only program that shows camera pixels. It shows them in a window, on the screen of the
machine that it runs on, and puts them nowhere else. Zones and lines can be drawn over the picture;
what is kept of that are their corners.
"""

from typing import TYPE_CHECKING

from engine.poses.errors import OutputError

if TYPE_CHECKING:
    from engine.cameras.frame import Camera
    from engine.estimators import Estimator
    from engine.preview.zones.shapes import PlanFile
    from engine.smoother import Smoother
    from engine.tracker import Tracker

__all__ = ["run"]


def run(
    camera: "Camera",
    estimator: "Estimator",
    tracker: "Tracker",
    smoother: "Smoother | None" = None,
    *,
    title: str = "Skeleton Crew preview",
    mirror: bool = False,
    fullscreen: bool = False,
    speed: float | None = 1.0,
    zones: "PlanFile | None" = None,
) -> None:
    """Show ``camera`` in a window until Q or Esc is pressed, the window is closed or a video ends.

    M mirrors the picture, F fills the screen. A source that is not live plays at ``speed`` times
    real time, as fast as it goes where that is None; a single picture stays. The camera is closed
    at the end. What is drawn on the picture is kept in ``zones``; without that, nothing can be.

    :class:`OutputError` where no window can be opened; what the camera or the model fails with is
    raised too.
    """
    try:
        from engine.preview.viewer import Viewer
        from engine.preview.window import Window
        from engine.preview.zones.board import Board
    except ModuleNotFoundError as error:
        camera.close()
        raise OutputError(
            f"preview needs {error.name}, which is not installed; "
            "run: pip install 'skeleton-crew[display]'"
        ) from error
    from engine.preview.watch import Watch

    watch = Watch(camera, estimator, tracker, smoother, speed=speed)
    with watch:
        board = None if zones is None else Board(zones)
        with Window(title, fullscreen=fullscreen, pointer=board is not None) as window:
            Viewer(watch, window, mirror=mirror, board=board).run()
