"""``skeleton-crew synthesizer``: music from up to three people's hands."""

from pathlib import Path
from typing import Annotated, Any

import typer

from apps.commands.options import Config, Fullscreen, Headless, Language, Mirror, Outputs, given
from apps.synthesizer.settings import SynthesizerSettings
from engine.commands import (
    AppEngineSettings,
    PosesFrom,
    open_poses,
    say,
    shipped,
    soundfont,
    with_pose_options,
)
from engine.poses.config_file import ConfigFile

Preset = Annotated[
    str | None, typer.Option(help="One of the config's; without --config: trio, calm, performance.")
]


class SynthesizerConfig(SynthesizerSettings, frozen=True, forbid_unknown_fields=True):
    """A config file of the synthesizer: its settings, and those of the engine."""

    engine: AppEngineSettings = AppEngineSettings()


@with_pose_options
def synthesizer(
    poses_from: PosesFrom,
    config: Config = None,
    preset: Preset = None,
    key: Annotated[str | None, typer.Option(help="C, F#, Bb …")] = None,
    scale: Annotated[str | None, typer.Option(help="Such as 'minor pentatonic'.")] = None,
    midi: Annotated[Path | None, typer.Option(help="Write a standard MIDI file.")] = None,
    wav: Annotated[Path | None, typer.Option(help="Write what would be heard to a .wav.")] = None,
    output: Outputs = None,
    midi_port: Annotated[
        str | None,
        typer.Option(help="Play to the MIDI port that is called so, or to our own: virtual."),
    ] = None,
    osc: Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Tell by OSC.")] = None,
    sound: Annotated[bool | None, typer.Option(help="Play aloud.")] = None,
    headless: Headless = False,
    mirror: Mirror = None,
    fullscreen: Fullscreen = None,
    language: Language = None,
) -> None:
    """Let up to three people play music with their hands: right for the note, left for how loud."""
    from apps.synthesizer.app import has_an_audience, run

    set_ = {
        "key": key,
        "scale": scale,
        "midi": given(port=midi_port),
        "osc": given(address=osc),
        "sound": given(on=sound),
        "mirror": mirror,
        "fullscreen": fullscreen,
        "languages": language,
    }
    file = config_file(config, preset, given(**set_))
    settings = file.read()
    pictures = output or ()
    with open_poses(
        poses_from,
        settings=settings.engine,
        background=settings.show_background and (bool(pictures) or not (headless or wav)),
        real_time=has_an_audience(settings, wav=wav, pictures=pictures, headless=headless),
        scene="stage:conductor",
    ) as poses:
        run(
            poses,
            settings,
            soundfont=lambda: soundfont(settings.sound.soundfont, say),
            midi=midi,
            wav=wav,
            pictures=pictures,
            headless=headless,
            changed=file.changed,
            report=say,
        )


def config_file(
    path: Path | None, preset: str | None, given: dict[str, Any] | None = None
) -> ConfigFile[SynthesizerConfig]:
    """The synthesizer's config file; a preset without a file is one of those that come along."""
    if preset is not None and path is None:
        path = shipped("config/synthesizer.toml")
    return ConfigFile(path, SynthesizerConfig, preset=preset, given=given)
