import os
from pathlib import Path
from typing import Any

import pytest

from apps.synthesizer.settings import SynthesizerSettings
from engine.poses import ConfigError, UnknownNameError
from engine.poses.config_file import ConfigFile

TEXT = """
preset = "slow"
key = "D"
gestures = { glide = 0.1, velocity = 90 }
[presets.slow]
scale = "blues"
gestures = { glide = 0.5 }
[presets.fast]
scale = "major"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(TEXT)
    return path


def config(path: Path | None, **options: Any) -> ConfigFile[SynthesizerSettings]:
    return ConfigFile(path, SynthesizerSettings, **options)


def rewrite(path: Path, text: str) -> None:
    """Write ``text``, as if a second after what was there."""
    before = path.stat().st_mtime_ns
    path.write_text(text)
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_without_a_file_there_are_the_defaults() -> None:
    assert config(None).read() == SynthesizerSettings()
    assert config(None).changed() is None


def test_a_preset_changes_what_it_names_and_leaves_the_rest(path: Path) -> None:
    settings = config(path).read()
    assert (settings.key, settings.scale) == ("D", "blues")
    assert (settings.gestures.glide, settings.gestures.velocity) == (0.5, 90)


def test_the_command_line_goes_before_the_preset_and_chooses_it(path: Path) -> None:
    given = {"key": "E", "midi": {"port": "virtual"}}
    settings = config(path, preset="fast", given=given).read()
    assert (settings.key, settings.scale) == ("E", "major")
    assert (settings.midi.port, settings.gestures.glide) == ("virtual", 0.1)


def test_an_unknown_preset_is_refused_with_the_known_ones(path: Path) -> None:
    with pytest.raises(UnknownNameError, match="no preset is called 'fsat'; known: fast, slow"):
        config(path, preset="fsat").read()


def test_a_mistake_on_the_command_line_is_not_blamed_on_the_file(path: Path) -> None:
    with pytest.raises(ConfigError, match="the command line: no scale is called 'bleus'"):
        config(path, given={"scale": "bleus"}).read()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[presets.slow]\n[presets.other]\nkey = 'Q'", r"mine\.toml, preset other: no key"),
        ("presets = 3", r"mine\.toml: key `presets`: expected tables"),
        ("presets = {slow = 3}", r"mine\.toml: key `presets`: expected tables"),
        ("[[", r"mine\.toml is not TOML"),
    ],
)
def test_presets_that_are_not_chosen_are_checked_too(path: Path, text: str, message: str) -> None:
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        config(path, preset="slow").read()


def test_a_change_is_told_once(path: Path) -> None:
    file = config(path)
    file.read()
    assert file.changed() is None
    rewrite(path, TEXT.replace("blues", "dorian"))
    settings = file.changed()
    assert settings is not None
    assert settings.scale == "dorian"
    assert file.changed() is None


def test_a_mistake_is_raised_once_and_what_mends_it_is_taken(path: Path) -> None:
    file = config(path)
    file.read()
    rewrite(path, "key = 3")
    with pytest.raises(ConfigError, match="key `key`"):
        file.changed()
    assert file.changed() is None
    rewrite(path, TEXT)
    assert file.changed() is not None


def test_a_file_that_is_gone_for_a_moment_has_not_changed(path: Path) -> None:
    file = config(path)
    file.read()
    path.unlink()
    assert file.changed() is None
