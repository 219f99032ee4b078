"""Runs the synthesizer: in a window for players, without one, or into files."""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from apps.synthesizer.events import Moment
from apps.synthesizer.outputs.band import Band
from apps.synthesizer.outputs.opening import open_outputs
from apps.synthesizer.performance import Musician, Performance
from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import PoseStream
from engine.poses.live_settings import LiveSettings

if TYPE_CHECKING:
    import pygame

    from apps.display.output import Output

_TITLE = "Skeleton Crew"

_SWITCH_SECONDS = 0.001
"""How long a thread of Python may keep another waiting; music waits while a picture is drawn."""


def run(
    poses: PoseStream,
    settings: SynthesizerSettings,
    *,
    soundfont: Callable[[], Path],
    midi: Path | None = None,
    wav: Path | None = None,
    pictures: Sequence[Path] = (),
    headless: bool = False,
    changed: Callable[[], SynthesizerSettings | None] = lambda: None,
    report: Callable[[str], None] = print,
) -> None:
    """Let the people of ``poses`` play, until the stream ends or somebody quits.

    Without ``wav`` and ``pictures`` that is live: aloud, to a MIDI port and by OSC as the settings
    say, and in a window if not ``headless``. With them only files are written, each frame in its
    turn: ``wav`` is what would be heard, and ``pictures`` are what a window would show, as films
    (``.mp4``) or as a picture (``.png``). ``midi`` gets a standard MIDI file in either case.

    ``soundfont`` is asked for the SoundFont's path when there is something to sound. ``changed`` is
    asked for new settings once a second while it is live. ``report`` is told in one line what is
    lost while the rest goes on.

    Raises what the stream failed with, :class:`UsageError`, and :class:`OutputError` where an
    output cannot be had. Whatever happens, every note is ended, and files are whole.
    """
    live = not (wav or pictures)
    outputs = open_outputs(
        settings,
        soundfont=soundfont,
        midi=midi,
        wav=wav,
        live=live,
        watched=bool(pictures) or not headless,
        report=report,
    )
    with closing(outputs) as band:
        performance = Performance(settings, band)
        if not live:
            _write(poses, performance, settings, pictures)
            return
        live_settings = LiveSettings(settings, changed, report)
        live_settings.tell(performance.change)
        if headless:
            for frame in poses:
                live_settings.look()
                performance.play(frame)
            return
        _show(poses, performance, live_settings, band)


def has_an_audience(
    settings: SynthesizerSettings, *, wav: Path | None, pictures: Sequence[Path], headless: bool
) -> bool:
    """Whether :func:`run` has somebody to keep pace for; else it may go as fast as it can."""
    aloud = settings.sound.on or settings.midi.port or settings.osc.address
    return not (wav or pictures) and (not headless or bool(aloud))


def _show(
    poses: PoseStream,
    performance: Performance,
    settings: LiveSettings[SynthesizerSettings],
    band: Band,
) -> None:
    """Play in a window."""
    from apps.display.window import Window
    from apps.synthesizer.exhibit import Exhibit

    size, fullscreen = settings.now.window, settings.now.fullscreen
    sys.setswitchinterval(_SWITCH_SECONDS)
    with (
        Window(_TITLE, size, fullscreen=fullscreen) as window,
        closing(Musician(poses, performance)) as musician,
    ):
        Exhibit(poses, musician, settings, window, band).run()


def _write(
    poses: PoseStream,
    performance: Performance,
    settings: SynthesizerSettings,
    paths: Sequence[Path],
) -> None:
    """Play every frame, from the first, and draw it into the files at ``paths``."""
    from apps.display.output import open_output
    from apps.display.progress import counted

    with ExitStack() as stack:
        files = [stack.enter_context(closing(open_output(path))) for path in paths]
        draw = _drawing(poses, settings, files)
        for frame in counted(poses):
            draw(performance.play(frame))


def _drawing(
    poses: PoseStream, settings: SynthesizerSettings, files: Sequence["Output"]
) -> Callable[[Moment], None]:
    """What draws a moment into all ``files``; nothing, and loading no pygame, if there are none."""
    if not files:
        return lambda _: None
    from apps.display.output import surface_for
    from apps.synthesizer.screen.picture import Picture
    from apps.synthesizer.screen.stage import Stage

    stage, picture = Stage(settings), Picture(settings)
    surface: pygame.Surface | None = None

    def draw(moment: Moment) -> None:
        nonlocal surface
        surface = surface or surface_for(moment.frame)
        stage.update(moment, poses.background())
        view = stage.view(mirror=settings.mirror)
        picture.draw(surface, view)
        for file in files:
            file.write(surface, moment.frame.time, telling=view.telling)

    return draw
