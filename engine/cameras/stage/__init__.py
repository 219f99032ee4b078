"""The puppet theatre: a camera that needs no camera, and knows the truth.

Figures with faces, hands and clothes, which pose models take for people, walk about a lit room. A
:class:`~engine.cameras.stage.scene.Scene` says who does what and when; the same scene always gives
the same pictures. For each frame the camera tells where every joint is and which pixels are whose.
"""

from engine.cameras.stage.camera import RESOLUTION, StageCamera
from engine.cameras.stage.scenes import SCENES
from engine.poses.errors import UnknownNameError

STAGES: tuple[str, ...] = tuple(SCENES)
"""The names of the scenes that can be played."""

__all__ = ["STAGES", "StageCamera", "open_stage"]


def open_stage(
    name: str, *, resolution: tuple[int, int] | None = None, skip: float = 0.0
) -> StageCamera:
    """The scene called ``name``; :class:`UnknownNameError` lists the known ones.

    ``resolution`` is width, height in pixels; 768 x 432 if nothing is said. ``skip`` leaves out
    the first seconds.
    """
    if name not in SCENES:
        raise UnknownNameError("stage", name, SCENES)
    return StageCamera(SCENES[name](), resolution=resolution or RESOLUTION, skip=skip)
