"""``skeleton-crew doctor``: what there is on this machine, what is not, and what mends it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from apps.commands.anonymizer import AnonymizerConfig
from apps.commands.logger import LoggerConfig
from apps.commands.synthesizer import SynthesizerConfig
from apps.display import doctor as display
from apps.pose_logger import doctor as counting
from apps.synthesizer import doctor as sounding
from engine.commands import (
    AppEngineSettings,
    address_check,
    engine_checks,
    examine_and_print,
    folder_check,
    soundfont_check,
)
from engine.poses.config import read_tables
from engine.poses.config_file import ConfigFile
from engine.poses.finding import Check


class EngineConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A config file that says nothing of an app."""

    engine: AppEngineSettings = AppEngineSettings()


AnyConfig = EngineConfig | AnonymizerConfig | SynthesizerConfig | LoggerConfig

_CONFIGS: tuple[type[AnyConfig], ...] = (
    EngineConfig,
    AnonymizerConfig,
    SynthesizerConfig,
    LoggerConfig,
)


def doctor(
    config: Annotated[
        Path | None, typer.Option(help="Any app's config: what it asks for is needed.")
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="No display is needed.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Tell what is here, missing or broken, and what mends it; status 1 if something is needed."""
    if not examine_and_print(all_checks(config, headless=headless), config, as_json=as_json):
        raise typer.Exit(1)


def all_checks(config: Path | None, *, headless: bool = False) -> Sequence[Check]:
    """What is looked at, with what the file ``config`` asks for as needed."""
    settings = EngineConfig() if config is None else _read(config)
    return [*engine_checks(settings.engine), *_app_checks(settings, headless)]


def _read(path: Path) -> AnyConfig:
    """The config in the file ``path``, as that of whoever knows most of its keys."""
    keys = read_tables(path).keys()
    whose = max(_CONFIGS, key=lambda type_: len(keys & set(type_.__struct_fields__)))
    return ConfigFile(path, whose).read()


def _app_checks(config: AnyConfig, headless: bool) -> Iterator[Check]:
    """What the apps look at, of which the one whose ``config`` it is needs some."""
    plays, shows = isinstance(config, SynthesizerConfig), isinstance(config, AnonymizerConfig)
    yield display.check(needed=(plays or shows) and not headless)
    music = config if isinstance(config, SynthesizerConfig) else SynthesizerConfig()
    yield from sounding.checks(music.sound, music.midi, needed=plays)
    yield soundfont_check(music.sound.soundfont, needed=plays and music.sound.on)
    yield counting.check(needed=isinstance(config, LoggerConfig))
    if isinstance(config, LoggerConfig):
        yield folder_check("data folder", config.folder, "set `data` to another folder")
        if config.mqtt.host:
            yield address_check("MQTT broker", config.mqtt.host, config.mqtt.port)
