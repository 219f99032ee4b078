"""Runs the anonymizer: in a window for visitors, or into files."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pygame

from apps.anonymizer.background_file import BackgroundFile
from apps.anonymizer.exhibit import Exhibit
from apps.anonymizer.picture import Picture
from apps.anonymizer.scene import Scene
from apps.anonymizer.settings import AnonymizerSettings
from apps.display.progress import counted
from apps.display.window import Window
from engine.poses import PoseStream

_TITLE = "Skeleton Crew"


def run(
    poses: PoseStream,
    settings: AnonymizerSettings,
    *,
    outputs: Sequence[Path] = (),
    background: Path | None = None,
    headless: bool = False,
) -> None:
    """Show the people of ``poses`` as skeletons, until the stream ends or somebody quits.

    Without ``outputs`` and not ``headless`` that is in a window. Otherwise no window is opened, and
    each frame gives one picture of the camera's size, made smaller if it has more pixels than 4K:
    an output that ends in ``.mp4`` gets them all, one in ``.png`` the newest of those that show
    most of people in the scene. ``background`` gets the vetted background as PNG, anew whenever
    there is another.

    Raises what the stream failed with, :class:`UsageError` for an unknown kind of output or
    language, and :class:`OutputError` where a file cannot be written or no window be opened. What
    was drawn before another failure is kept, in files that are whole.
    """
    background_file = BackgroundFile(background)
    if headless or outputs:
        _write(poses, settings, outputs, background_file)
        return
    with Window(_TITLE, settings.window, fullscreen=settings.fullscreen) as window:
        Exhibit(poses, settings, window, background_file).run()


def _write(
    poses: PoseStream,
    settings: AnonymizerSettings,
    paths: Sequence[Path],
    background_file: BackgroundFile,
) -> None:
    """Draw every frame, from the first, into the files at ``paths``."""
    from apps.display.output import open_output, surface_for

    scene, picture = Scene(settings), Picture(settings)
    surface: pygame.Surface | None = None
    with ExitStack() as stack:
        files = [stack.enter_context(closing(open_output(path))) for path in paths]
        for frame in counted(poses):
            background_file.update(poses.background())
            if not files:
                continue
            scene.update(frame, poses.background())
            view = scene.view(mirror=settings.mirror)
            surface = surface or surface_for(frame)
            picture.draw(surface, view)
            for file in files:
                file.write(surface, frame.time, telling=view.telling)
