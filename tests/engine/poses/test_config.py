from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest

from engine.poses import BackgroundState, ConfigError, UsageError, read_config


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    memory: float = 1.0
    device: Literal["auto", "cpu"] = "auto"
    state: BackgroundState = BackgroundState.OFF
    people: Annotated[int, msgspec.Meta(ge=1, le=5)] = 3
    size: tuple[int, int] | None = None
    colours: tuple[str, ...] = ()
    words: dict[str, str] = {}
    speed: float | Literal["max"] | None = None

    def __post_init__(self) -> None:
        if self.memory < 0:
            raise ValueError("memory is a number of seconds, 0 or more")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    title: str
    engine: Table = Table()
    others: tuple[Table, ...] = ()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "crew.toml"


def test_what_a_config_says_becomes_settings(config: Path) -> None:
    config.write_text('title = "Foyer"\n[engine]\nmemory = 2\nspeed = "max"\nsize = [640, 480]')
    engine = Table(memory=2.0, speed="max", size=(640, 480))
    assert read_config(config, Settings) == Settings(title="Foyer", engine=engine)


WRONG = {
    "": "key `title` is missing",
    "titel = 'Foyer'": "unknown key `titel`; known: title, engine, others",
    "title = 3": "key `title`: expected a text, got a whole number",
    "engine = 3": "key `engine`: expected a table, got a whole number",
    "engine.memry = 1": (
        "unknown key `engine.memry`; "
        "known: memory, size, speed, state, words, device, people, colours"
    ),
    "engine.memory = 'long'": "key `engine.memory`: expected a number, got a text",
    "engine.memory = -1": "key `engine`: memory is a number of seconds, 0 or more",
    "engine.device = 'gpu'": "key `engine.device`: expected auto or cpu, got 'gpu'",
    "engine.state = 'on'": (
        "key `engine.state`: expected off or settling or waiting or collecting or ready, got 'on'"
    ),
    "engine.people = 9": "key `engine.people`: expected a whole number <= 5",
    "engine.people = 1.5": "key `engine.people`: expected a whole number, got a number",
    "engine.size = [640]": "key `engine.size`: expected a list of length 2, got 1",
    "engine.size = ['wide', 3]": "key `engine.size[0]`: expected a whole number, got a text",
    "engine.colours = [3]": "key `engine.colours[0]`: expected a text, got a whole number",
    "engine.words.en = true": "key `engine.words[...]`: expected a text, got true or false",
    "engine.speed = 'slow'": "key `engine.speed`: expected a number or max, got 'slow'",
    "engine.speed = 12:00:00": (
        "key `engine.speed`: expected a number or a text, got a time of day"
    ),
    "[[others]]\ndevice = 'gpu'": "key `others[0].device`: expected auto or cpu, got 'gpu'",
}


@pytest.mark.parametrize(("text", "complaint"), WRONG.items())
def test_what_is_wrong_is_named_with_file_key_and_what_was_expected(
    config: Path, text: str, complaint: str
) -> None:
    config.write_text(text)
    with pytest.raises(ConfigError) as wrong:
        read_config(config, Settings)
    assert str(wrong.value) == f"{config}: {complaint}"


@pytest.mark.parametrize("text", [b"title =", b"title = 'Foyer", b"\xff\xfe"])
def test_what_is_not_toml_is_said_to_be_none(config: Path, text: bytes) -> None:
    config.write_bytes(text)
    with pytest.raises(ConfigError) as wrong:
        read_config(config, Settings)
    assert str(wrong.value).startswith(f"{config} is not TOML: ")
    assert "\n" not in str(wrong.value)


def test_a_config_that_is_not_there_is_named(config: Path) -> None:
    with pytest.raises(ConfigError) as missing:
        read_config(config, Settings)
    assert str(missing.value) == f"cannot read {config}: No such file or directory"


def test_a_wrong_config_is_a_wrong_use_of_the_command_line(config: Path) -> None:
    with pytest.raises(UsageError) as wrong:
        read_config(config, Settings)
    assert wrong.value.exit_status == 2
