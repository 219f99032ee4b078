import itertools
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from apps.commands.synthesizer import SynthesizerConfig
from apps.synthesizer.settings import PADS, SynthesizerSettings
from apps.synthesizer.words import Words
from engine.poses import ConfigError, read_config
from engine.poses.config_file import ConfigFile

SHIPPED = Path(__file__).parents[3] / "config" / "synthesizer.toml"
PRESETS = ("trio", "calm", "performance")


def shipped(preset: str | None = None) -> SynthesizerConfig:
    return ConfigFile(SHIPPED, SynthesizerConfig, preset=preset).read()


def test_the_shipped_file_states_the_defaults_and_the_trio_is_the_default() -> None:
    assert shipped() == shipped("trio") == SynthesizerConfig()
    keys = {field.name for field in msgspec.structs.fields(SynthesizerSettings)}
    written = set(tomllib.loads(SHIPPED.read_text()))
    assert written - {"preset", "presets"} == keys - {"words", "players", "pads"}


def test_the_shipped_file_states_every_key_of_its_tables() -> None:
    tables = tomllib.loads(SHIPPED.read_text())
    defaults = msgspec.to_builtins(SynthesizerSettings())
    for name in ("gestures", "slots", "sound", "midi", "osc"):
        assert tables[name] == defaults[name]


def test_the_shipped_file_names_every_text_and_its_example_is_right(tmp_path: Path) -> None:
    comment = SHIPPED.read_text().partition("# All keys:")[2].partition("# The engine:")[0]
    keys, _, example = comment.partition(".\n")
    assert re.findall(r"\w+", keys) == [field.name for field in msgspec.structs.fields(Words)]
    (tmp_path / "a.toml").write_text(example.replace("# ", "").replace("#", ""))
    assert set(read_config(tmp_path / "a.toml", SynthesizerSettings).words) == {"en"}


def test_the_shipped_presets_are_complete_and_differ() -> None:
    tables = tomllib.loads(SHIPPED.read_text())["presets"]
    assert set(tables) == set(PRESETS)
    assert all({"key", "scale", "players"} <= set(preset) for preset in tables.values())
    settings = [shipped(name) for name in PRESETS]
    assert all(len(one.players) == 3 for one in settings)
    assert all(one != other for one, other in itertools.combinations(settings, 2))


def test_the_stage_preset_has_the_pads_that_drummers_have_anyway() -> None:
    assert shipped("performance").pads == PADS
    assert shipped("performance").midi.port == "virtual"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("scale = 'dorain'", "no scale is called 'dorain'; known: dorian, "),
        ("scale = []", "a scale needs at least one degree"),
        ("scale = [0, 12]", r"key `scale\[1\]`: expected "),
        ("key = 'Q'", "no key is called 'Q'; known: "),
        ("languages = ['xx']", "no language is called 'xx'; known: de, "),
        ("players = []", "key `players`: expected "),
        ("players = [{}, {}, {}, {}]", "key `players`: expected "),
        (
            "players = [{}, {instrument = 'flut'}]",
            r"key `players\[1\]`: no instrument is called 'flut'; known: Flute, ",
        ),
        ("players = [{instrument = 128}]", r"key `players\[0\].instrument`: expected "),
        ("players = [{octave = 8, steps = 48}]", "48 steps from octave 8 leave MIDI's notes"),
        (
            "[[pads]]\nsound = 'Gong'\nleft = 0\nright = 1\nbottom = 0\ntop = 1",
            r"key `pads\[0\]`: ",
        ),
        ("[gestures]\nlowest = 2.0", "key `gestures`: rest, lowest and highest must ascend"),
        ("[gestures]\npitch = 'thumb'", "key `gestures.pitch`: expected left_ankle or "),
        ("[slots]\nstall = 0.0", "key `slots.stall`: expected "),
        ("[sound]\ndriver = 'asla'", "key `sound.driver`: expected alsa or "),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=rf"mine\.toml: {message}"):
        read_config(path, SynthesizerSettings)
